using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A step is passed over.</summary>
/// <param name="Step">The step.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who decided it; null for the definition.</param>
[EventType("saga.step-skipped", 1)]
public sealed record SagaStepSkipped(string Step, string Reason, string? Actor = null) : SagaEvent;
