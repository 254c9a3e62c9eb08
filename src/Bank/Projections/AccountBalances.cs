using Bank.Accounts.Events;
using Bank.Contracts;
using Orchestrix.Projections;

namespace Bank.Projections;

/// <summary>The balance of every account, to be found by its id or its owner.</summary>
public sealed class AccountBalances : Projection<AccountBalance>
{
    /// <summary>Says which events change which balance.</summary>
    public AccountBalances() : base("account-balances", version: 1)
    {
        On<AccountOpened>(RowOf, static (row, e) => row with
        {
            Owner = e.Data.Owner,
            Currency = e.Data.OverdraftLimit.Currency,
            OverdraftLimit = e.Data.OverdraftLimit.Amount,
            Status = AccountStatus.Open,
        });
        On<IMoneyMoved>(RowOf, static (row, e) => row with { Balance = row.Balance + e.Data.Change.Amount });
        On<OverdraftLimitSet>(RowOf, static (row, e) => row with { OverdraftLimit = e.Data.Limit.Amount });
        On<AccountFrozen>(RowOf, static (row, _) => row with { Status = AccountStatus.Frozen });
        On<AccountUnfrozen>(RowOf, static (row, _) => row with { Status = AccountStatus.Open });
        On<AccountClosed>(RowOf, static (row, _) => row with { Status = AccountStatus.Closed });
        Index(static row => row.Owner);
    }

    private static AccountBalance RowOf<TEvent>(ProjectedEvent<TEvent> e) => new() { AccountId = e.Stream.Key };
}
