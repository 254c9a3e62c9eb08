using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>Every step that may have taken effect was undone.</summary>
[EventType("saga.compensated", 1)]
public sealed record SagaCompensated : SagaEvent;
