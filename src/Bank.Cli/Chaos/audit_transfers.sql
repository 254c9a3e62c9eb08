-- One row for each transfer in the log: how it stands, and what its steps did to the accounts, whatever the saga
-- believes. A step is told by its command id, and its amount by the booking itself.
with sagas as (
    select
        stream_id,
        substr(stream_id, length('transfer/') + 1) as id,
        count(*) filter (where event_type = 'saga.started') as starts,
        (array_agg(event_type order by version desc))[1] as last_event,
        min((data -> 'data' -> 'amount' ->> 'amount')::numeric) filter (where event_type = 'saga.started') as amount
    from orchestrix.events
    where stream_id like 'transfer/%'
    group by stream_id
),
bookings as (
    select id, step, count(*) as times, sum(amount) as amount
    from (
        select
            split_part(command_id, '/', 2) as id,
            substr(command_id, length('transfer/') + length(split_part(command_id, '/', 2)) + 2) as step,
            (data -> 'amount' ->> 'amount')::numeric as amount
        from orchestrix.events
        where command_id like 'transfer/%' and event_type in ('account.money-deposited', 'account.money-withdrawn')
        union all
        -- A payment at a partner bank has a stream of its own: partner-payment/{bank}/transfer/{id}/credit.
        select split_part(stream_id, '/', 4), 'credit', (data -> 'amount' ->> 'amount')::numeric
        from orchestrix.events
        where event_type = 'payment.settled'
    ) effects
    group by id, step
)
select
    s.id,
    s.starts,
    s.last_event,
    s.amount,
    coalesce(max(b.times) filter (where b.step = 'debit'), 0) as debits,
    coalesce(max(b.times) filter (where b.step = 'credit'), 0) as credits,
    coalesce(max(b.times) filter (where b.step = 'debit/undo'), 0) as refunds,
    coalesce(bool_and(b.amount = s.amount * b.times), true) as amounts_fit
from sagas s
left join bookings b using (id)
group by s.id, s.starts, s.last_event, s.amount
