select
    name, state, activation, requested_by, requested_at, started_at, updated_at, finished_at, owner, generation,
    position, target, events_per_second, reason, comparison::text
from orchestrix.projection_rebuilds
where $1::text is null or name = $1;
