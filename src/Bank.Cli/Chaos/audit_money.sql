-- What the accounts hold by adding up all bookings, what they say themselves, how low the lowest ever was, and what
-- partner banks have received.
with bookings as (
    select
        stream_id,
        version,
        (data -> 'balance' ->> 'amount')::numeric as balance,
        case event_type when 'account.money-withdrawn' then -1 else 1 end
            * (data -> 'amount' ->> 'amount')::numeric as change
    from orchestrix.events
    where event_type in ('account.money-deposited', 'account.money-withdrawn')
)
select
    coalesce(sum(held), 0) as held,
    coalesce(sum(said), 0) as said,
    coalesce(min(lowest), 0) as lowest,
    count(*) filter (where held <> said) as accounts_that_differ,
    (select coalesce(sum((data -> 'amount' ->> 'amount')::numeric), 0)
        from orchestrix.events where event_type = 'payment.settled') as received
from (
    select
        sum(change) as held,
        (array_agg(balance order by version desc))[1] as said,
        min(balance) as lowest
    from bookings
    group by stream_id
) accounts
