-- Changes a letter that is in one of the states, and records who did it.
with changed as (
    update orchestrix.dead_letters
    set state = $3, updated_at = clock_timestamp()
    where dead_letter_id = $1 and state = any ($2)
    returning dead_letter_id
)
insert into orchestrix.dead_letter_acts (dead_letter_id, act, actor, reason, acted_at)
select dead_letter_id, $4, $5, $6, clock_timestamp() from changed
returning dead_letter_id;
