-- Settles the letter that a stream waits behind, unless it is the one of this version.
update orchestrix.dead_letters d
set state = 'replayed', updated_at = clock_timestamp()
from orchestrix.parked_streams p
where p.subscription = $1 and p.stream_id = $2 and p.version <> $3 and d.dead_letter_id = p.dead_letter_id
    and d.state in ('open', 'replay_requested');
