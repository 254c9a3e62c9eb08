using System.Text.Json;
using Bank.Client.Tenants;
using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>One step of a transfer as it stands.</summary>
/// <param name="Name"><c>debit</c> or <c>credit</c>.</param>
/// <param name="Status">
/// <c>inFlight</c>, <c>backoff</c>, <c>pending</c>, <c>succeeded</c>, <c>skipped</c> or <c>gaveUp</c>.
/// </param>
/// <param name="Attempts">Attempts that were begun.</param>
/// <param name="BegunAt">When the first one was.</param>
/// <param name="EndedAt">When the step ended, whatever the outcome; absent if it has not.</param>
/// <param name="DueAt">When it is tried or given up next; absent if nothing is.</param>
/// <param name="FailureCode">The latest failure, of the step or of its undoing; absent without one.</param>
/// <param name="Failure">The same for people; for callers of a tenant absent if a program said it.</param>
/// <param name="Compensation">Where its undoing stands: as the status; absent if it is not undone.</param>
/// <param name="CompensationAttempts">Attempts to undo it that were begun.</param>
public sealed record TransferStepResponse(
    string Name, string Status, int Attempts, DateTimeOffset? BegunAt, DateTimeOffset? EndedAt, DateTimeOffset? DueAt,
    string? FailureCode, string? Failure, string? Compensation, int CompensationAttempts)
{
    internal static TransferStepResponse From(SagaStepView step) => new(
        step.Name, Text(step.Status), step.Attempts, step.BegunAt, step.EndedAt, step.DueAt, step.FailureCode,
        FailureTexts.Told(step.FailureCode, step.FailureMessage),
        step.Compensation == SagaStepStatus.None ? null : Text(step.Compensation),
        step.CompensationAttempts);

    internal static string Text<T>(T status) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
