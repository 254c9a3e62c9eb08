using System.ComponentModel.DataAnnotations;
using Bank.Client.Problems;
using Bank.Contracts;
using Orchestrix.Sagas;

namespace Bank.Client.Requests;

/// <summary>Asks to end something early.</summary>
public sealed record ReasonRequest
{
    /// <summary>Why: 1 to 500 characters, none of them a control character; kept in the history.</summary>
    [Required]
    public string? Reason { get; init; }

    internal IReadOnlyList<ProblemError> Check() =>
        string.IsNullOrWhiteSpace(Reason) || Reason.Length > Math.Min(
                AccountLimits.MaxReasonLength, SagaLimits.MaxTextLength)
            || Reason.Any(char.IsControl) || Reason.Any(char.IsSurrogate)
            ?
            [
                new ProblemError("reason", "malformed",
                    $"reason must have 1 to {AccountLimits.MaxReasonLength} characters, none of them a control "
                    + "character."),
            ]
            : [];
}
