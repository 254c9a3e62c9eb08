-- What the server counts, of the log's own database where it can be told apart. Every role may read it; only the oldest
-- transaction is that of the sessions which the role may look at: its own.
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
    ), 0)::double precision
from pg_stat_database as stat
join pg_database as base on base.oid = stat.datid
where stat.datname = current_database();
