using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A step was undone.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt that brought the answer.</param>
[EventType("saga.compensation-succeeded", 1)]
public sealed record SagaCompensationSucceeded(string Step, int Attempt) : SagaEvent;
