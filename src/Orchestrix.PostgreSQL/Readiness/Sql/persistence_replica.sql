-- A replica replays the log: a receiver of files, a backup and what decodes a database for others do not. The latter
-- is connected to a database; of the others a plain role sees no more than how they call themselves. Whether commits
-- wait is a setting that everybody sees.
with replicas as (
    select count(*) as connected
    from pg_stat_replication r
    join pg_stat_activity a using (pid)
    where a.datname is null and r.application_name not in ('pg_basebackup', 'pg_receivewal')
        and (r.state is null or r.replay_lsn is not null)
), standbys as (
    select current_setting('synchronous_standby_names') as names
)
select
    case when pg_is_in_recovery() or connected = 0 or names = '' then 'failed' else 'passed' end,
    case
        when pg_is_in_recovery() then 'the server that is written to is a replica'
        else format('%s replicas are connected, synchronous_standby_names is %s%s', connected,
            coalesce(nullif(quote_literal(names), ''''''), 'empty'),
            case when names = '' then ': no commit waits for one' end)
    end
from replicas, standbys;
