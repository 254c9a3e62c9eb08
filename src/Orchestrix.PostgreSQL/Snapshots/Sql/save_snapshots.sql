-- A snapshot is kept if its event is in the log at its version, and if it is better than the one kept so far: later, or
-- of a later schema version, or of the same two with another content. One that is not of this log gives way to any.
-- Rows are locked in the order of their streams, so that racing writers do not wait for each other in a circle.
-- The limit is there for the planner, which would otherwise read the whole index of a small log, and keep that plan.
insert into orchestrix.snapshots as kept (
    version, shape, checksum, taken_at, event_id, schema_version, shard, stream_id, state_name, state)
select
    s.version, s.shape, s.checksum, clock_timestamp(), s.event_id, s.schema_version, $1, s.stream_id, s.state_name,
    s.state
from unnest($2::text[], $3::bigint[], $4::uuid[], $5::text[], $6::integer[], $7::bigint[], $8::bigint[], $9::bytea[])
    as s(stream_id, version, event_id, state_name, schema_version, shape, checksum, state)
cross join lateral (
    select from orchestrix.events e
    where e.stream_id = s.stream_id and e.version = s.version and e.event_id = s.event_id
    limit 1
) is_in_log
order by s.stream_id collate "C"
on conflict (shard, stream_id) do update
set version = excluded.version, shape = excluded.shape, checksum = excluded.checksum, taken_at = excluded.taken_at,
    event_id = excluded.event_id, schema_version = excluded.schema_version, state_name = excluded.state_name,
    state = excluded.state
where excluded.version > kept.version
    or excluded.schema_version > kept.schema_version
    or (
        (excluded.version, excluded.schema_version) = (kept.version, kept.schema_version)
        and (excluded.shape, excluded.checksum, excluded.event_id, excluded.state_name, excluded.state)
            is distinct from (kept.shape, kept.checksum, kept.event_id, kept.state_name, kept.state))
    -- Not `not exists`: see load_stream.sql.
    or (
        select true from orchestrix.events e
        where e.stream_id = kept.stream_id and e.version = kept.version and e.event_id = kept.event_id
        limit 1) is null;
