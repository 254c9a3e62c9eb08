-- $1: most lag in seconds. A role that may not read the statistics sees that there are replicas, and no more.
select
    case
        when count(*) = 0 then 'not_applicable'
        when bool_and(state is null) then 'unknown'
        when max(extract(epoch from replay_lag)) > $1 then 'failed'
        else 'passed'
    end,
    case
        when count(*) = 0 then 'no replica is connected'
        when bool_and(state is null) then format(
            '%s replicas; their lag is shown to members of pg_read_all_stats only', count(*))
        else format('%s replicas; the slowest is %s s behind', count(*),
            round(coalesce(max(extract(epoch from replay_lag)), 0), 3))
    end
from pg_stat_replication
where application_name <> 'pg_basebackup';
