using System.ComponentModel.DataAnnotations;
using Bank.Accounts.Events;
using Orchestrix.Projections;

namespace Orchestrix.Tests.Snippets;

public sealed record OwnerName
{
    [Key]
    public required string AccountId { get; init; }

    public string Name { get; init; } = "";
}

// snippet: parked-projection
public sealed class OwnerNames : Projection<OwnerName>
{
    public OwnerNames() : base("owner-names", version: 1)
    {
        On<AccountOpened>(
            row: e => new OwnerName { AccountId = e.Stream.Key },
            apply: (row, e) => row with { Name = e.Data.Owner.Trim() });
        ParkPoison("account");
    }
}

// end-snippet
