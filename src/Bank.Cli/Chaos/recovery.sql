-- How long transfers within the bank, of which something was under way when a silo was killed, stood still from then
-- on; those that did not notice (below 1 s) are left out.
select coalesce(percentile_cont(0.99) within group (order by stood), 0), count(*)
from (
    select extract(epoch from e.next_at - k.killed_at)::double precision as stood
    from unnest($1::timestamptz[]) as k(killed_at)
    join (
        select
            stream_id,
            recorded_at,
            event_type,
            lead(recorded_at) over (partition by stream_id order by version) as next_at
        from orchestrix.events
        where stream_id like 'transfer/%'
            and stream_id not in (
                select stream_id from orchestrix.events
                where event_type = 'saga.started' and data -> 'data' ->> 'partnerBank' is not null)
    ) e on e.recorded_at <= k.killed_at and e.next_at > k.killed_at
    where e.event_type in ('saga.step-intended', 'saga.compensation-intended', 'saga.started')
) stood_still
where stood > 1
