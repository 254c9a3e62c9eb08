-- A slice of the log between two positions, so that a statement is short however few events pass the filter.
select
    version, position, event_type, schema_version, data, event_id, commit_id, commit_index, commit_size, command_id,
    correlation_id, causation_id, trace_parent, actor, tenant, recorded_at, stream_id, command_fingerprint
from orchestrix.events
where shard = $1 and position > $2 and position <= $3
    and ($4::text[] is null or event_type = any($4))
    and ($5::text is null or starts_with(stream_id, $5))
order by position;
