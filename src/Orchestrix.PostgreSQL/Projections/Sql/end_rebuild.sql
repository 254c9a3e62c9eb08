-- A rebuild that a person has cancelled meanwhile ends as cancelled, unless its table is the active one already.
update orchestrix.projection_rebuilds
set state = $3, generation = coalesce($4, generation), position = greatest(position, $5), reason = $6,
    updated_at = clock_timestamp(), finished_at = clock_timestamp()
where name = $1 and epoch = $2
    and (state = 'running' or (state = 'cancelling' and $3 in ('cancelled', 'activated')));
