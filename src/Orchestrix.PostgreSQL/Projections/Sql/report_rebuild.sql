-- No row if another one works on it by now.
update orchestrix.projection_rebuilds
set position = $3, target = $4, events_per_second = $5, generation = $6, updated_at = clock_timestamp()
where name = $1 and epoch = $2
returning state;
