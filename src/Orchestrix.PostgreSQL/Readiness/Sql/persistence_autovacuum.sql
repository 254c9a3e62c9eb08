with disabled as (
    select string_agg(c.relname, ', ' order by c.relname) as tables
    from pg_class c
    where c.relnamespace in (
            select oid from pg_namespace where nspname in ('orchestrix', 'orchestrix_projections'))
        and exists (
            select from pg_options_to_table(c.reloptions) o
            where o.option_name = 'autovacuum_enabled' and not o.option_value::boolean)
), age as (
    select age(datfrozenxid) as transactions from pg_database where datname = current_database()
)
select
    case
        when current_setting('autovacuum')::boolean and current_setting('track_counts')::boolean and tables is null
            -- Autovacuum should have frozen at 200 million by default; at 2,000 million the server stops writing.
            and transactions < 1000000000 then 'passed'
        else 'failed'
    end,
    format('autovacuum is %s, track_counts is %s, off for %s; the oldest row is %s transactions old',
        current_setting('autovacuum'), current_setting('track_counts'), coalesce(tables, 'no table'), transactions)
from disabled, age;
