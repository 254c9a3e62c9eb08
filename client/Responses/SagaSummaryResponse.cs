using Bank.Client.Tenants;
using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>A saga that has not ended.</summary>
/// <param name="Saga">Its type and key, such as transfer/17.</param>
/// <param name="Status">running, compensating or parked.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="DueAt">When it is looked at next if nothing is heard of it.</param>
/// <param name="ReasonCode">Why it is parked or compensates.</param>
/// <param name="ParkedAt">The step that it is parked at.</param>
/// <param name="ParkedSince">Since when.</param>
public sealed record SagaSummaryResponse(
    string Saga, string Status, DateTimeOffset BegunAt, DateTimeOffset? DueAt, string? ReasonCode, string? ParkedAt,
    DateTimeOffset? ParkedSince)
{
    internal static SagaSummaryResponse From(SagaSummary saga) => new(
        CallerKeys.NameOf(saga.Saga), EnumName.Of(saga.Status), saga.BegunAt, saga.DueAt, saga.ReasonCode,
        saga.ParkedAt, saga.ParkedSince);
}
