update orchestrix.projection_rebuilds
set state = 'cancelling', requested_by = $2, updated_at = clock_timestamp(), finished_at = null
where name = $1 and state in ('requested', 'running', 'built', 'failed');
