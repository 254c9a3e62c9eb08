-- A snapshot and the first page of events behind it, as of one moment. A snapshot whose event is not in the log at its
-- version belongs to another history of the stream: then the page is the stream's first. Not exists(...), for which
-- PostgreSQL 18 prefers to read the whole log into a hash table where the log was small when that was planned.
with kept as materialized (
    select
        s.version, s.event_id, s.state_name, s.schema_version, s.shape, s.checksum, s.state,
        coalesce((
            select true from orchestrix.events e
            where e.stream_id = s.stream_id and e.version = s.version and e.event_id = s.event_id
            limit 1
        ), false) as is_in_log
    from orchestrix.snapshots s
    where s.shard = $1 and s.stream_id = $2 and s.version <= $3
)
select
    version, null::bigint as position, state_name as event_type, schema_version, null::jsonb as data, event_id,
    null::uuid as commit_id, null::smallint as commit_index, null::smallint as commit_size, null as command_id,
    null as correlation_id, null as causation_id, null as trace_parent, null as actor, null as tenant,
    null::timestamptz as recorded_at, shape, checksum, is_in_log, state
from kept
union all (
    select
        version, position, event_type, schema_version, data, event_id, commit_id, commit_index, commit_size,
        command_id, correlation_id, causation_id, trace_parent, actor, tenant, recorded_at, null, null, null, null
    from orchestrix.events
    where stream_id = $2 and version <= $3
        and version > coalesce((select version from kept where is_in_log), 0)
    order by version
    limit $4
);
