-- What is written by functions only, and what was done by operators, is not to be changed past them; nor are the
-- statements that every silo runs. Whoever owns the log may do all of it.
with guarded as (
    select c.oid, c.relname, c.relname = 'dead_letter_acts' as is_inserted
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where (n.nspname, c.relname) in (('orchestrix', 'events'), ('orchestrix', 'log_seals'),
        ('orchestrix', 'log_shards'), ('orchestrix', 'schema_history'), ('orchestrix', 'dead_letter_acts'),
        ('public', 'orleansquery'))
), me as (
    select r.*, c.relnamespace, pg_has_role(r.oid, c.relowner, 'member') and not r.rolsuper as is_owner,
        r.rolsuper or pg_has_role(r.oid, c.relowner, 'member') as is_all
    from pg_roles r, pg_class c
    where r.rolname = current_user and c.oid = 'orchestrix.events'::regclass
), excess as (
    select unnest(array[
        case when rolsuper then 'is a superuser' end,
        case when rolcreaterole then 'may create roles' end,
        case when rolcreatedb then 'may create databases' end,
        case when rolreplication then 'may replicate' end,
        case when rolbypassrls then 'passes row security' end,
        case when is_owner then 'owns the log' end,
        case when has_schema_privilege(oid, relnamespace, 'create') and not is_all
            then 'may create in the schema of the log' end,
        (
            select 'is a member of ' || string_agg(m.rolname, ', ' order by m.rolname)
            from pg_roles m
            where m.rolname in ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program',
                    'pg_write_all_data', 'pg_signal_backend')
                and pg_has_role(me.oid, m.oid, 'member') and not me.rolsuper
        )]) as what
    from me
    union all
    -- A privilege on one column is not one on the table.
    select 'may insert into ' || relname || ' past its function'
    from guarded, me
    where not is_all and not is_inserted and has_any_column_privilege(me.oid, guarded.oid, 'insert')
    union all
    select 'may change ' || relname
    from guarded, me
    where not is_all and (has_table_privilege(me.oid, guarded.oid, 'delete, truncate, trigger')
        or has_any_column_privilege(me.oid, guarded.oid, 'update'))
)
select
    case when count(what) = 0 then 'passed' else 'failed' end,
    current_user || ' ' || coalesce(string_agg(what, ', ' order by what), 'reads, and appends through the function')
from excess;
