update orchestrix.projections
set state = 'active', activated_at = clock_timestamp(), retired_at = null
where name = $1 and generation = $2 and state = 'building';
