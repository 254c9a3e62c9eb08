-- The rows of sagas as they stand now. When one began is known when its row is made, and kept.
insert into orchestrix.sagas (
    stream_id, saga_type, bucket, status, begun_at, due_at, reason_code, parked_at, parked_since)
select * from unnest(
    $1::text[], $2::text[], $3::smallint[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[],
    $9::timestamptz[])
on conflict (stream_id) do update set
    status = excluded.status,
    due_at = excluded.due_at,
    reason_code = excluded.reason_code,
    parked_at = excluded.parked_at,
    parked_since = excluded.parked_since;
