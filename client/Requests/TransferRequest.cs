using System.ComponentModel.DataAnnotations;
using Bank.Contracts;
using Bank.Contracts.Transfers;

namespace Bank.Client.Requests;

/// <summary>Asks to move money from an account of this bank to another account, here or at a partner bank.</summary>
public sealed record TransferRequest
{
    /// <summary>The account that pays.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>The account that receives; at a partner bank any text of at most 64 characters.</summary>
    [Required]
    public string? To { get; init; }

    /// <summary>
    /// How much: greater than zero, at most 1,000,000,000,000, and no more decimals than the currency has. A number, or
    /// a string that holds one.
    /// </summary>
    [Required]
    public decimal Amount { get; init; }

    /// <summary>ISO 4217 code; the currency of both accounts.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>A text for both statements, at most 140 characters.</summary>
    public string? Reference { get; init; }

    /// <summary>The bank of the account that receives; absent for this bank.</summary>
    public string? PartnerBank { get; init; }

    // What is missing goes on as empty: the transfer reports it with everything else that is wrong.
    internal Transfer ToTransfer() => new(
        From ?? "", To ?? "", new Money(Amount, Currency ?? ""), Reference, PartnerBank);
}
