update orchestrix.projection_rebuilds
set state = 'cancelling', updated_at = clock_timestamp(), finished_at = null
where name = $1 and state in ('requested', 'running', 'built', 'failed');
