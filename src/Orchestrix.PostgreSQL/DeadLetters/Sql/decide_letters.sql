-- The same for the oldest letters of a filter.
with meant as (
    select dead_letter_id
    from orchestrix.dead_letters
    where ($1::text is null or kind = $1) and ($2::text is null or source = $2) and ($3::text is null or state = $3)
        and ($4::text is null or stream_id = $4) and ($5::text is null or message_type = $5)
        and ($6::text is null or reason = $6)
        and ($7::text is null or starts_with(substr(stream_id, strpos(stream_id, '/') + 1), $7))
        and state = any ($8)
    order by dead_letter_id
    limit $9
    for no key update
), changed as (
    update orchestrix.dead_letters d
    set state = $10, updated_at = clock_timestamp()
    from meant m
    where d.dead_letter_id = m.dead_letter_id
    returning d.dead_letter_id
)
insert into orchestrix.dead_letter_acts (dead_letter_id, act, actor, reason, acted_at)
select dead_letter_id, $11, $12, $13, clock_timestamp() from changed order by dead_letter_id
returning dead_letter_id;
