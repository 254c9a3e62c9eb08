select
    version, event_position, event_type, schema_version, data, event_id, commit_id, commit_index, commit_size,
    command_id, correlation_id, causation_id, trace_parent, actor, tenant, recorded_at, ordinal
from orchestrix.read_streams($1, $2, $3);
