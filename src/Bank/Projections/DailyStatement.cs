using System.ComponentModel.DataAnnotations;

namespace Bank.Projections;

/// <summary>What moved on an account on one day, in UTC.</summary>
public sealed record DailyStatement
{
    /// <summary>The account.</summary>
    [Key]
    public required string AccountId { get; init; }

    /// <summary>The day on which the events were recorded, in UTC.</summary>
    [Key]
    public required DateOnly Day { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>The balance before the first booking of the day.</summary>
    public required decimal OpeningBalance { get; init; }

    /// <summary>The balance after the last booking of the day.</summary>
    public decimal ClosingBalance { get; init; }

    /// <summary>What came in.</summary>
    public decimal Credits { get; init; }

    /// <summary>What went out; zero or more.</summary>
    public decimal Debits { get; init; }

    /// <summary>Number of bookings.</summary>
    public int Bookings { get; init; }
}
