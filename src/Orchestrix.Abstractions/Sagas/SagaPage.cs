namespace Orchestrix.Sagas;

/// <summary>
/// A page of sagas: the parked ones first, then those that compensate, then the running ones; each by their ids.
/// </summary>
/// <param name="Sagas">The sagas.</param>
/// <param name="Next">Ask for what comes after this place to get the next page; null if this is the last one.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-page")]
public sealed record SagaPage(
    [property: Id(0)] IReadOnlyList<SagaSummary> Sagas, [property: Id(1)] SagaPlace? Next);
