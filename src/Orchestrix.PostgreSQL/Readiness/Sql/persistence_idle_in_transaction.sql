-- $1: longest time in seconds. Of other roles' sessions a plain role sees neither state nor start; whether there is
-- one, and it sleeps, changes from moment to moment, so that only who may see all of them can say that none does. A
-- prepared transaction belongs to no session any more, and is shown to everybody.
with sleeping as (
    select clock_timestamp() - state_change as since
    from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%'
    union all
    select clock_timestamp() - prepared from pg_prepared_xacts where database = current_database()
), worst as (
    select count(*) as sessions, coalesce(max(extract(epoch from since)), 0) as seconds from sleeping
), sight as (
    select pg_has_role('pg_read_all_stats', 'usage') as is_whole
)
select
    case when seconds > $1 then 'failed' when is_whole then 'passed' else 'unknown' end,
    format('%s transactions are idle or prepared, the longest for %s s%s', sessions, round(seconds),
        case when not is_whole then '; sessions of other roles are shown to members of pg_read_all_stats only' end)
from worst, sight;
