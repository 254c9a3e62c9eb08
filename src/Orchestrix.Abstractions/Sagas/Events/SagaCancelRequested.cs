using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>Somebody wants the saga to end early.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
[EventType("saga.cancel-requested", 1)]
public sealed record SagaCancelRequested(string Actor, string Reason) : SagaEvent;
