-- A replica replays the log: a receiver of files, a backup and what decodes a database for others do not. The latter
-- is connected to a database; of the others a plain role sees no more than how they call themselves, so that it can say
-- that none is a replica, and not that one is. Whether commits wait is a setting that everybody sees; whether they wait
-- for a replica is not, for they may wait for a receiver as well.
with replicas as (
    select count(*) as connected, count(*) filter (where r.sync_state in ('sync', 'quorum')) as awaited
    from pg_stat_replication r
    join pg_stat_activity a using (pid)
    where a.datname is null and case
        when r.state is null
            then r.application_name not in ('pg_basebackup', 'pg_receivewal', 'barman_receive_wal')
        else r.replay_lsn is not null
    end
), standbys as (
    select current_setting('synchronous_standby_names') as names, pg_has_role('pg_read_all_stats', 'usage') as is_whole
)
select
    case
        when pg_is_in_recovery() or connected = 0 or names = '' then 'failed'
        when not is_whole then 'unknown'
        when awaited = 0 then 'failed'
        else 'passed'
    end,
    case
        when pg_is_in_recovery() then 'the server that is written to is a replica'
        else format('%s replicas are connected, synchronous_standby_names is %s%s', connected,
            coalesce(nullif(quote_literal(names), ''''''), 'empty'),
            case
                when names = '' then ': no commit waits for one'
                when connected = 0 then ''
                when not is_whole then '; whether they replay the log, and commits wait for them, is shown to members '
                    'of pg_read_all_stats only'
                when awaited = 0 then ': no commit waits for one of these'
                else format(', and commits wait for %s of them', awaited)
            end)
    end
from replicas, standbys;
