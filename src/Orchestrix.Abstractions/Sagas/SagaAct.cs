namespace Orchestrix.Sagas;

/// <summary>Who does something to a saga by hand, and why. Recorded with the act.</summary>
/// <param name="Actor">A user or service identity.</param>
/// <param name="Reason">For those who read the history later.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-act")]
public sealed record SagaAct([property: Id(0)] string Actor, [property: Id(1)] string Reason);
