using System.ComponentModel.DataAnnotations;

namespace Bank.Projections;

/// <summary>How busy an account is.</summary>
public sealed record AccountActivity
{
    /// <summary>The account.</summary>
    [Key]
    public required string AccountId { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Number of bookings.</summary>
    public long Bookings { get; init; }

    /// <summary>All that moved, in or out.</summary>
    public decimal Turnover { get; init; }

    /// <summary>When money last moved.</summary>
    public DateTimeOffset LastBookedAt { get; init; }
}
