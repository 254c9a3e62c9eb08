using System.ComponentModel.DataAnnotations;

namespace Bank.Projections;

/// <summary>What the bank's accounts of one currency add up to.</summary>
public sealed record BankTotal
{
    /// <summary>ISO 4217 code.</summary>
    [Key]
    public required string Currency { get; init; }

    /// <summary>Accounts that were ever opened; an account that is closed holds nothing.</summary>
    public long Accounts { get; init; }

    /// <summary>The sum of all balances.</summary>
    public decimal Balance { get; init; }

    /// <summary>All that was paid in.</summary>
    public decimal Deposited { get; init; }

    /// <summary>All that was paid out.</summary>
    public decimal Withdrawn { get; init; }

    /// <summary>All interest.</summary>
    public decimal Interest { get; init; }

    /// <summary>Number of bookings.</summary>
    public long Bookings { get; init; }
}
