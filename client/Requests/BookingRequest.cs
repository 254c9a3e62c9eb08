using System.ComponentModel.DataAnnotations;
using Bank.Contracts;

namespace Bank.Client.Requests;

/// <summary>Asks to move money.</summary>
public sealed record BookingRequest
{
    /// <summary>
    /// How much: greater than zero, at most 1,000,000,000,000, and no more decimals than the currency has. A number, or
    /// a string that holds one.
    /// </summary>
    [Required]
    public decimal Amount { get; init; }

    /// <summary>ISO 4217 code; the account's currency.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>A text for the statement, at most 140 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>What another system knows about the booking.</summary>
    public BookingDetailsRequest? Booking { get; init; }

    // A missing amount is zero and a missing currency is empty; the command reports both.
    internal Money Money => new(Amount, Currency ?? "");
}
