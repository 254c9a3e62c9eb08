update orchestrix.projections
set state = 'retired', retired_at = clock_timestamp()
where name = $1 and state = 'active'
returning generation;
