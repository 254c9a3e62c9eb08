select
    version, position, event_type, schema_version, data, event_id, commit_id, commit_index, commit_size, command_id,
    correlation_id, causation_id, trace_parent, actor, tenant, recorded_at
from orchestrix.events
where stream_id = $1 and version <= $2
order by version desc
limit $3;
