using System.Text.Json;
using Bank.Client.Tenants;
using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>A saga as it stands.</summary>
/// <param name="Saga">Its type and key, such as transfer/17.</param>
/// <param name="Status">running, compensating, parked, completed or compensated.</param>
/// <param name="DefinitionVersion">The version of the definition that it keeps to.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it ended; absent if it has not.</param>
/// <param name="IsCancelled">True if it was cancelled, whether or not that is done yet.</param>
/// <param name="ReasonCode">Why it compensates or is parked.</param>
/// <param name="Reason">The same in words; for callers of a tenant absent if a program said it.</param>
/// <param name="ParkedAt">The step that it is parked at.</param>
/// <param name="Steps">Its steps, in the order in which they began.</param>
/// <param name="Data">What it was started with.</param>
public sealed record SagaResponse(
    string Saga, string Status, int DefinitionVersion, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    bool IsCancelled, string? ReasonCode, string? Reason, string? ParkedAt, IReadOnlyList<SagaStepResponse> Steps,
    JsonElement? Data)
{
    internal static SagaResponse From(SagaView saga) => new(
        CallerKeys.NameOf(saga.Saga), EnumName.Of(saga.Status), saga.DefinitionVersion, saga.StartedAt, saga.EndedAt,
        saga.IsCancelled, saga.ReasonCode, FailureTexts.Told(saga.ReasonCode, saga.Reason), saga.ParkedAt,
        [.. saga.Steps.Select(SagaStepResponse.From)],
        saga.DataJson is { } data ? JsonElement.Parse(data) : null);
}
