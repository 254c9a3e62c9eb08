-- $1: most lag in seconds. What replays nothing is no replica, as in persistence_replica.sql. A role that may not read
-- the statistics sees that there are replicas, and no more.
select
    case
        when count(*) = 0 then 'not_applicable'
        when bool_and(r.state is null) then 'unknown'
        when max(extract(epoch from r.replay_lag)) > $1 then 'failed'
        else 'passed'
    end,
    case
        when count(*) = 0 then 'no replica is connected'
        when bool_and(r.state is null) then format(
            '%s replicas; their lag is shown to members of pg_read_all_stats only', count(*))
        else format('%s replicas; the slowest is %s s behind', count(*),
            round(coalesce(max(extract(epoch from r.replay_lag)), 0), 3))
    end
from pg_stat_replication r
join pg_stat_activity a using (pid)
where a.datname is null and case
    when r.state is null then r.application_name not in ('pg_basebackup', 'pg_receivewal', 'barman_receive_wal')
    else r.replay_lsn is not null
end;
