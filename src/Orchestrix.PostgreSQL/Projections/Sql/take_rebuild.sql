-- Makes the caller the one who works on a rebuild: an earlier one changes nothing any more.
update orchestrix.projection_rebuilds
set epoch = epoch + 1, owner = $2, updated_at = clock_timestamp(),
    started_at = coalesce(started_at, clock_timestamp()),
    state = case when state = 'requested' then 'running' else state end
where name = $1 and state in ('requested', 'running', 'cancelling')
returning epoch, state, activation, generation;
