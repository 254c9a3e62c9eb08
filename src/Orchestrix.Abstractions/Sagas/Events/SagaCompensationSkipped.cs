using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A person says that a step needs no undoing any more.</summary>
/// <param name="Step">The step.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
[EventType("saga.compensation-skipped", 1)]
public sealed record SagaCompensationSkipped(string Step, string Actor, string Reason) : SagaEvent;
