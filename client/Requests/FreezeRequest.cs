using System.ComponentModel.DataAnnotations;
using Bank.Contracts.Commands;

namespace Bank.Client.Requests;

/// <summary>Asks to freeze an account.</summary>
public sealed record FreezeRequest
{
    /// <summary>Why: 1 to 500 characters.</summary>
    [Required]
    public string? Reason { get; init; }

    internal Freeze ToCommand() => new(Reason ?? "");
}
