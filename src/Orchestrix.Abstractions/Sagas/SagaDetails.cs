namespace Orchestrix.Sagas;

/// <summary>Everything about a saga, as the log has it.</summary>
/// <param name="View">The saga as it stands.</param>
/// <param name="Timeline">What happened, oldest first.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-details")]
public sealed record SagaDetails(
    [property: Id(0)] SagaView View, [property: Id(1)] IReadOnlyList<SagaTimelineEntry> Timeline);
