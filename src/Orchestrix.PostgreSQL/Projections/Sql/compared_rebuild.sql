update orchestrix.projection_rebuilds
set generation = $3, reason = $4, comparison = $5::jsonb, updated_at = clock_timestamp()
where name = $1 and epoch = $2
returning state;
