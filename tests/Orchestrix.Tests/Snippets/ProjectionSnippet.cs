using System.ComponentModel.DataAnnotations;
using Bank.Accounts.Events;
using Orchestrix.Projections;

namespace Orchestrix.Tests.Snippets;

// snippet: projection
public sealed record OwnerBalance
{
    [Key]
    public required string AccountId { get; init; }

    public string? Owner { get; init; }

    public decimal Balance { get; init; }
}

public sealed class OwnerBalances : Projection<OwnerBalance>
{
    public OwnerBalances() : base("owner-balances", version: 1)
    {
        On<AccountOpened>(
            row: e => new OwnerBalance { AccountId = e.Stream.Key },
            apply: (row, e) => row with { Owner = e.Data.Owner });
        On<IMoneyMoved>(
            row: e => new OwnerBalance { AccountId = e.Stream.Key },
            apply: (row, e) => row with { Balance = e.Data.Balance.Amount });
        On<AccountClosed>(
            row: e => new OwnerBalance { AccountId = e.Stream.Key },
            apply: (_, _) => null);
        Index(row => row.Owner);
    }
}
// end-snippet
