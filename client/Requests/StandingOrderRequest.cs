using System.ComponentModel.DataAnnotations;
using Bank.Contracts;
using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;

namespace Bank.Client.Requests;

/// <summary>Asks for a transfer again and again.</summary>
public sealed record StandingOrderRequest
{
    /// <summary>
    /// The id of the order: 1 to 48 ASCII letters, digits, dots, hyphens and underscores. Derived from the
    /// Idempotency-Key if it is not given.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The account that pays.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>The account that receives; at a partner bank any text of at most 64 characters.</summary>
    [Required]
    public string? To { get; init; }

    /// <summary>How much each time, as in a transfer.</summary>
    [Required]
    public decimal Amount { get; init; }

    /// <summary>ISO 4217 code; the currency of both accounts.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>A text for both statements, at most 140 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The bank of the account that receives; absent for this bank.</summary>
    public string? PartnerBank { get; init; }

    /// <summary>
    /// <c>daily</c>, <c>weekly</c>, or <c>monthly</c>, which takes the last day of a month that is too short.
    /// </summary>
    [Required]
    public string? Frequency { get; init; }

    /// <summary>The day of the first execution, not in the past. Days begin at midnight UTC.</summary>
    [Required]
    public DateOnly? Start { get; init; }

    /// <summary>The last day on which an execution can fall; absent for no end.</summary>
    public DateOnly? End { get; init; }

    // What is missing or unknown goes on as something unsound: the command reports it with everything else.
    internal OpenStandingOrder ToCommand() => new(
        new Transfer(From ?? "", To ?? "", new Money(Amount, Currency ?? ""), Reference, PartnerBank),
        new StandingOrderSchedule(
            Frequency switch
            {
                "daily" => StandingOrderFrequency.Daily,
                "weekly" => StandingOrderFrequency.Weekly,
                "monthly" => StandingOrderFrequency.Monthly,
                _ => (StandingOrderFrequency)(-1),
            },
            Start ?? default,
            End));
}
