-- $1: longest time in seconds. Of other roles' sessions a plain role sees neither state nor start.
select
    case
        when coalesce(max(extract(epoch from clock_timestamp() - state_change)), 0) > $1 then 'failed'
        else 'passed'
    end,
    format('%s sessions are idle in a transaction, the longest for %s s', count(*),
        round(coalesce(max(extract(epoch from clock_timestamp() - state_change)), 0)))
from pg_stat_activity
where datname = current_database() and state like 'idle in transaction%';
