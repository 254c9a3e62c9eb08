update orchestrix.dead_letters
set state = 'replayed', updated_at = clock_timestamp()
where dead_letter_id = $1 and state in ('open', 'replay_requested')
returning dead_letter_id;
