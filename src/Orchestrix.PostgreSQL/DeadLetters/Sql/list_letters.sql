select
    dead_letter_id, kind, source, item, state, reason, error, attempts, first_failed_at, last_failed_at, updated_at,
    partition, position, stream_id, version, message_type, event_id, correlation_id
from orchestrix.dead_letters
where ($1::text is null or kind = $1) and ($2::text is null or source = $2) and ($3::text is null or state = $3)
    and ($4::text is null or stream_id = $4) and ($5::text is null or message_type = $5)
    and ($6::text is null or reason = $6)
    and ($7::text is null or starts_with(substr(stream_id, strpos(stream_id, '/') + 1), $7))
    and dead_letter_id < $8
order by dead_letter_id desc
limit $9;
