namespace Orchestrix.Sagas;

/// <summary>How many sagas of a type stand somewhere.</summary>
/// <param name="SagaType">The name of their definition.</param>
/// <param name="Status">Running, compensating or parked.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-count")]
public sealed record SagaCount(
    [property: Id(0)] string SagaType, [property: Id(1)] SagaStatus Status, [property: Id(2)] long Count);
