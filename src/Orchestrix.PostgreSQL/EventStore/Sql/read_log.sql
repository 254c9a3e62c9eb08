select
    version, position, event_type, schema_version, data, event_id, commit_id, commit_index, commit_size, command_id,
    correlation_id, causation_id, trace_parent, actor, tenant, recorded_at, stream_id
from orchestrix.events
where shard = $1 and position > $2
order by position
limit $3;
