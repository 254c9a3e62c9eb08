-- A page of sagas: parked ones, then those that compensate, then the running ones; each by their ids.
select s.stream_id, s.status, s.begun_at, s.due_at, s.reason_code, s.parked_at, s.parked_since
from orchestrix.sagas s
cross join lateral (
    select case s.status when 'parked' then 0 when 'compensating' then 1 else 2 end as number) rank
where ($1::text is null or s.saga_type = $1) and ($2::text is null or s.status = $2)
    and ($6::text is null or starts_with(substr(s.stream_id, strpos(s.stream_id, '/') + 1), $6))
    and (rank.number, s.stream_id) > ($3, $4)
order by rank.number, s.stream_id
limit $5;
