-- What the server counts, of the log's own database where it can be told apart. Every role may read it; only the oldest
-- transaction is that of the sessions which the role may look at: its own, and the lag of replicas is shown to members
-- of pg_read_all_stats only. What does not exist is null.
select
    stat.numbackends,
    current_setting('max_connections')::integer,
    stat.xact_commit,
    stat.xact_rollback,
    stat.blks_hit,
    stat.blks_read,
    stat.tup_inserted,
    stat.tup_updated,
    stat.tup_deleted,
    stat.deadlocks,
    stat.temp_bytes,
    case
        when pg_is_in_recovery() then pg_last_wal_replay_lsn() - '0/0'::pg_lsn
        else pg_current_wal_lsn() - '0/0'::pg_lsn
    end::bigint,
    pg_database_size(stat.datid),
    pg_total_relation_size('orchestrix.events'),
    age(base.datfrozenxid),
    coalesce((
        select extract(epoch from max(clock_timestamp() - session.xact_start))
        from pg_stat_activity as session
        where session.datid = stat.datid and session.pid <> pg_backend_pid()
    ), 0)::double precision,
    replicas.connected::integer,
    replicas.lag,
    (
        -- Of fewer dead rows a share says nothing.
        select coalesce(max(n_dead_tup::double precision / (n_live_tup + n_dead_tup)), 0)
        from pg_stat_user_tables
        where schemaname in ('orchestrix', 'orchestrix_projections') and n_dead_tup >= 10000
    ),
    case when current_setting('archive_mode') <> 'off' then archive.failed_count end,
    case
        when current_setting('archive_mode') <> 'off' then extract(
            epoch from clock_timestamp() - coalesce(archive.last_archived_time, archive.stats_reset))
    end::double precision,
    coalesce(head.position, 0) - coalesce(seal.last_position, 0),
    coalesce((
        select extract(epoch from clock_timestamp() - e.recorded_at)
        from orchestrix.events e
        where e.shard = 0 and e.position > coalesce(seal.last_position, 0)
        order by e.position
        limit 1
    ), 0)::double precision
from pg_stat_database as stat
cross join pg_stat_archiver as archive
cross join (
    select
        count(*) as connected,
        max(extract(epoch from coalesce(replay_lag, '0'))) filter (where state is not null)::double precision as lag
    from pg_stat_replication
    where application_name <> 'pg_basebackup'
) as replicas
join pg_database as base on base.oid = stat.datid
left join lateral (
    select e.position from orchestrix.events e where e.shard = 0 order by e.position desc limit 1
) as head on true
left join lateral (
    select s.last_position from orchestrix.log_seals s where s.shard = 0 order by s.last_position desc limit 1
) as seal on true
where stat.datname = current_database();
