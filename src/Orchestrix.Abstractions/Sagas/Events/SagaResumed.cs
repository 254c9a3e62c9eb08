using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>What the saga was parked for is gone, and it goes on.</summary>
/// <param name="Reason">Why.</param>
[EventType("saga.resumed", 1)]
public sealed record SagaResumed(string Reason) : SagaEvent;
