using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>The saga cannot go on by itself.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Step">The step that it is about, or null.</param>
[EventType("saga.parked", 1)]
public sealed record SagaParked(string Code, string Reason, string? Step = null) : SagaEvent;
