using System.ComponentModel.DataAnnotations;
using Bank.Client.Auth;
using Bank.Client.Problems;
using Orchestrix.DeadLetters;

namespace Bank.Client.Requests;

/// <summary>Decides about a dead letter.</summary>
public sealed record DecisionRequest
{
    /// <summary>Why: 1 to 1,000 characters; kept with the letter.</summary>
    [Required]
    public string? Reason { get; init; }

    internal IReadOnlyList<ProblemError> Check() =>
        string.IsNullOrWhiteSpace(Reason) || Reason.Length > DeadLetterDecision.MaxReasonLength
            || Reason.Any(char.IsControl) || Reason.Any(char.IsSurrogate)
            ?
            [
                new ProblemError("reason", "malformed",
                    $"reason must have 1 to {DeadLetterDecision.MaxReasonLength} characters, none of them a control "
                    + "character."),
            ]
            : [];

    internal DeadLetterDecision ToDecision() => new(Caller.Actor, Reason ?? "");
}
