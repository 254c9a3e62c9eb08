using System.ComponentModel.DataAnnotations;
using Bank.Client.Problems;
using Orchestrix.Sagas;

namespace Bank.Client.Requests;

/// <summary>Does something to a saga.</summary>
public sealed record SagaActRequest
{
    private const string Completed = "completed";
    private const string Compensated = "compensated";

    /// <summary>Why: 1 to 500 characters; kept with the act.</summary>
    [Required]
    public string? Reason { get; init; }

    /// <summary>The step that the saga is parked at; required to retry or skip it.</summary>
    public string? Step { get; init; }

    /// <summary>completed, which is the default, or compensated; for a saga that is ended by hand.</summary>
    public string? Outcome { get; init; }

    internal SagaStatus End => Outcome == Compensated ? SagaStatus.Compensated : SagaStatus.Completed;

    internal IReadOnlyList<ProblemError> Check(bool needsStep)
    {
        var errors = new List<ProblemError>();
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > SagaLimits.MaxTextLength || Reason.Any(char.IsControl))
        {
            errors.Add(new ProblemError("reason", "malformed",
                $"reason must have 1 to {SagaLimits.MaxTextLength} characters, none of them a control character."));
        }
        if (needsStep && string.IsNullOrWhiteSpace(Step))
            errors.Add(new ProblemError("step", "not-empty", "step must name the step that the saga is parked at."));
        if (Outcome is not (null or Completed or Compensated))
            errors.Add(new ProblemError("outcome", "one-of", $"outcome must be {Completed} or {Compensated}."));
        return errors;
    }
}
