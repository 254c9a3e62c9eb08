-- Transfers that have neither ended nor wait for a person.
select count(*)
from (
    select distinct on (stream_id) event_type
    from orchestrix.events
    where stream_id like 'transfer/%'
    order by stream_id, version desc
) last
where event_type not in (
    'saga.completed', 'saga.compensated', 'saga.parked', 'saga.ended-by-hand', 'saga.forestalled')
