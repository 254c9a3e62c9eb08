copy orchestrix.events (
    position, version, recorded_at, command_fingerprint, event_id, commit_id, shard, schema_version, commit_index,
    commit_size, stream_id, event_type, command_id, correlation_id, causation_id, trace_parent, actor, tenant, data)
from stdin (format binary);
