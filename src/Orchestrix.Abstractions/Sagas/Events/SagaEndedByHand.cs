using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A person has finished the saga by other means.</summary>
/// <param name="Outcome">What it is to count as.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
[EventType("saga.ended-by-hand", 1)]
public sealed record SagaEndedByHand(SagaStatus Outcome, string Actor, string Reason) : SagaEvent;
