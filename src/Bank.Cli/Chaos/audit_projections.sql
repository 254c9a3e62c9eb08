-- Accounts whose projected balance is not that of the log, or that one of the two lacks; and what the totals say.
select
    (select count(*)
        from (
            select
                substr(stream_id, length('account/') + 1) as account_id,
                (array_agg((data -> 'balance' ->> 'amount')::numeric order by version desc))[1] as balance
            from orchestrix.events
            where event_type in ('account.money-deposited', 'account.money-withdrawn')
            group by stream_id
        ) e
        full join orchestrix_projections.account_balances p using (account_id)
        where e.balance is distinct from p.balance) as accounts_that_differ,
    (select coalesce(sum(balance), 0) from orchestrix_projections.bank_totals) as total
