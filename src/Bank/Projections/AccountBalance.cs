using System.ComponentModel.DataAnnotations;
using Bank.Contracts;

namespace Bank.Projections;

/// <summary>What an account holds, and whose it is.</summary>
public sealed record AccountBalance
{
    /// <summary>The account.</summary>
    [Key]
    public required string AccountId { get; init; }

    /// <summary>Who owns it.</summary>
    public string Owner { get; init; } = "";

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; init; } = "";

    /// <summary>What it holds; below zero, what it owes.</summary>
    public decimal Balance { get; init; }

    /// <summary>How far the balance may fall below zero.</summary>
    public decimal OverdraftLimit { get; init; }

    /// <summary>What may happen.</summary>
    public AccountStatus Status { get; init; }
}
