using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A person wants the step that the saga is parked at tried again.</summary>
/// <param name="Step">The step.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
[EventType("saga.step-retried", 1)]
public sealed record SagaStepRetried(string Step, string Actor, string Reason) : SagaEvent;
