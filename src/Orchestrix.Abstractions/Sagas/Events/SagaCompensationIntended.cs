using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A participant is about to be asked to undo a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Deadline">After it no further attempt is begun; on the first attempt.</param>
[EventType("saga.compensation-intended", 1)]
public sealed record SagaCompensationIntended(
    string Step, int Attempt, DateTimeOffset? Deadline = null) : SagaEvent;
