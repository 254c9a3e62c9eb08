using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>Every step was taken.</summary>
[EventType("saga.completed", 1)]
public sealed record SagaCompleted : SagaEvent;
