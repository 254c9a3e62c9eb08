using System.ComponentModel.DataAnnotations;
using Bank.Contracts.Commands;

namespace Bank.Client.Requests;

/// <summary>Asks for a new account.</summary>
public sealed record OpenAccountRequest
{
    /// <summary>
    /// The id of the account: 1 to 64 ASCII letters, digits, dots, hyphens and underscores. Derived from the
    /// Idempotency-Key if it is not given.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>Who owns the account: 1 to 200 characters.</summary>
    [Required]
    public string? Owner { get; init; }

    /// <summary>ISO 4217 code of the account's one currency.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>How far the balance may fall below zero. A number, or a string that holds one. Default 0.</summary>
    public decimal OverdraftLimit { get; init; }

    // What is missing goes on as empty: the command reports it with everything else that is wrong.
    internal OpenAccount ToCommand() => new(Owner ?? "", Currency ?? "", OverdraftLimit);
}
