using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>The saga that another one is a part of.</summary>
/// <param name="Saga">Its stream.</param>
/// <param name="Step">The step of it.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-parent")]
public sealed record SagaParent([property: Id(0)] StreamId Saga, [property: Id(1)] string Step);
