-- Opens a letter, or the one of the same thing again. What a person has discarded while its stream still waits behind
-- it stays discarded: its last replay came late.
insert into orchestrix.dead_letters as d (
    kind, source, item, state, reason, error, attempts, first_failed_at, last_failed_at, updated_at, partition,
    position, stream_id, version, message_type, event_id, correlation_id, payload)
values (
    $1, $2, $3, 'open', $4, $5, $6, $7, clock_timestamp(), clock_timestamp(), $8, $9, $10, $11, $12, $13, $14,
    $15::jsonb)
on conflict (kind, source, item) do update set
    state = case
        when d.state = 'discarded'
            and exists (select from orchestrix.parked_streams p where p.dead_letter_id = d.dead_letter_id)
        then d.state else excluded.state end,
    reason = excluded.reason,
    error = excluded.error,
    attempts = least(d.attempts::bigint + excluded.attempts, 2147483647)::integer,
    last_failed_at = excluded.last_failed_at,
    updated_at = excluded.updated_at,
    partition = excluded.partition,
    stream_id = excluded.stream_id,
    version = excluded.version,
    message_type = excluded.message_type,
    event_id = excluded.event_id,
    correlation_id = excluded.correlation_id,
    payload = excluded.payload
returning dead_letter_id, state;
