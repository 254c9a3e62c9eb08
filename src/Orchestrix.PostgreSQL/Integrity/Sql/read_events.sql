-- What seal_log takes the digest of. The server sends the bytes, and who verifies computes the digest: a function of
-- the database could have been changed together with the events.
select
    e.position,
    record_send(row(
        e.shard, e.version, e.recorded_at, e.command_fingerprint, e.event_id, e.commit_id, e.schema_version,
        e.commit_index, e.commit_size, e.stream_id, e.event_type, e.command_id, e.correlation_id, e.causation_id,
        e.trace_parent, e.actor, e.tenant, e.data))
from orchestrix.events e
where e.shard = $1 and e.position > $2 and e.position <= $3
order by e.position;
