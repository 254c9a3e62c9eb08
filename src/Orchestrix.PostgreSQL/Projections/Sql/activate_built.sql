-- Lets what is built and waits become the active one, whatever the comparison said.
update orchestrix.projection_rebuilds
set requested_at = clock_timestamp(), started_at = null, updated_at = clock_timestamp(), finished_at = null,
    epoch = epoch + 1, state = 'requested', activation = 'always', requested_by = $2, owner = null, reason = null
where name = $1 and state = 'built';
