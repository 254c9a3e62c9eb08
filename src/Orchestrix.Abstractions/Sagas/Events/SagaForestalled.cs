using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>The saga was cancelled before it started, and never will.</summary>
/// <param name="Reason">Why.</param>
[EventType("saga.forestalled", 1)]
public sealed record SagaForestalled(string Reason) : SagaEvent;
