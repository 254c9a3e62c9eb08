-- A letter with what was given up on: an event's content is in the log, unless that was restored since.
select
    d.dead_letter_id, d.kind, d.source, d.item, d.state, d.reason, d.error, d.attempts, d.first_failed_at,
    d.last_failed_at, d.updated_at, d.partition, d.position, d.stream_id, d.version, d.message_type, d.event_id,
    d.correlation_id, coalesce(d.payload, e.data)::text as payload
from orchestrix.dead_letters d
left join orchestrix.events e on e.shard = $2 and e.position = d.position and e.event_id = d.event_id
where d.dead_letter_id = $1;
