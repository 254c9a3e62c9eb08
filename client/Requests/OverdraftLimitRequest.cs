using System.ComponentModel.DataAnnotations;
using Bank.Contracts;

namespace Bank.Client.Requests;

/// <summary>Asks for another overdraft limit.</summary>
public sealed record OverdraftLimitRequest
{
    /// <summary>The new limit: zero or more. A number, or a string that holds one.</summary>
    [Required]
    public decimal? Limit { get; init; }

    /// <summary>ISO 4217 code; the account's currency.</summary>
    [Required]
    public string? Currency { get; init; }

    // Zero is a limit, so a missing one must not become zero; a negative one is reported.
    internal Money Money => new(Limit ?? -1m, Currency ?? "");
}
