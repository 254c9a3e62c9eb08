using Orchestrix.Sagas;

namespace Bank.Client.Responses;

/// <summary>Everything about a saga.</summary>
/// <param name="Saga">The saga as it stands.</param>
/// <param name="Timeline">What happened, oldest first.</param>
public sealed record SagaDetailsResponse(SagaResponse Saga, IReadOnlyList<SagaMomentResponse> Timeline)
{
    internal static SagaDetailsResponse From(SagaDetails found) =>
        new(SagaResponse.From(found.View), [.. found.Timeline.Select(SagaMomentResponse.From)]);
}
