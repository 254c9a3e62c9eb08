-- Asks for a rebuild unless one is under way. What was built before and not activated is gone on with.
insert into orchestrix.projection_rebuilds as r (
    requested_at, updated_at, epoch, generation, name, state, activation, requested_by)
select clock_timestamp(), clock_timestamp(), 0, null, $1, 'requested', $2, $3
on conflict (name) do update set
    requested_at = excluded.requested_at, started_at = null, updated_at = excluded.updated_at, finished_at = null,
    epoch = r.epoch + 1, position = 0, target = 0, events_per_second = 0,
    generation = case when r.state in ('built', 'failed') then r.generation end,
    state = excluded.state, activation = excluded.activation, requested_by = excluded.requested_by, owner = null,
    reason = null, comparison = null
where r.state not in ('requested', 'running', 'cancelling');
