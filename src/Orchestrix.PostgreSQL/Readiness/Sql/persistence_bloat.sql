-- $1: most dead rows of a table, in percent, once there are 10,000.
with worst as (
    select relname, n_dead_tup as dead, round(100.0 * n_dead_tup / greatest(1, n_live_tup + n_dead_tup), 1) as percent
    from pg_stat_user_tables
    where schemaname in ('orchestrix', 'orchestrix_projections') and n_dead_tup >= 10000
    order by percent desc
    limit 1
)
select
    case when coalesce(max(percent), 0) <= $1 then 'passed' else 'failed' end,
    coalesce(
        max(format('%s of the rows of %s are dead: %s %%', dead, relname, percent)), 'no table has 10,000 dead rows')
from worst;
