-- The letters of sagas that were parked. What a saga was started with is not copied: the letter points at its first
-- event. Attempts are counted over all its parkings by the saga itself.
insert into orchestrix.dead_letters as d (
    kind, source, item, state, reason, error, attempts, first_failed_at, last_failed_at, updated_at, position,
    stream_id, version, message_type, event_id, correlation_id)
select
    'saga', p.saga_type, p.stream_id, 'open', p.reason, p.error, p.attempts, p.parked_since, p.parked_since,
    clock_timestamp(), e.position, p.stream_id, e.version, e.event_type, e.event_id, p.correlation_id
from unnest(
    $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::timestamptz[], $8::text[]) as p(
    stream_id, saga_type, reason, error, attempts, parked_since, correlation_id)
left join orchestrix.events e on e.shard = $1 and e.stream_id = p.stream_id and e.version = 1
on conflict (kind, source, item) do update set
    state = excluded.state,
    reason = excluded.reason,
    error = excluded.error,
    attempts = excluded.attempts,
    last_failed_at = excluded.last_failed_at,
    updated_at = excluded.updated_at,
    position = excluded.position,
    version = excluded.version,
    event_id = excluded.event_id,
    correlation_id = excluded.correlation_id;
