-- A saga that cannot be loaded stands as parked until it commits something; unless it has gone on, or that was said.
update orchestrix.sagas
set status = 'parked', reason_code = $3, parked_at = null, parked_since = coalesce(parked_since, $4)
where stream_id = $1 and due_at = $2 and reason_code is distinct from $3
returning stream_id, status, begun_at, due_at, reason_code, parked_at, parked_since;
