using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A participant has begun to undo a step, without an outcome yet.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt that brought the answer.</param>
/// <param name="NextAskAt">When it is asked again.</param>
[EventType("saga.compensation-pending", 1)]
public sealed record SagaCompensationPending(string Step, int Attempt, DateTimeOffset NextAskAt) : SagaEvent;
