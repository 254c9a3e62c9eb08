using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>From here on the saga undoes what it did.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Reason">Why, in words.</param>
[EventType("saga.compensation-started", 1)]
public sealed record SagaCompensationStarted(string Code, string Reason) : SagaEvent;
