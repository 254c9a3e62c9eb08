using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>An attempt of a step failed.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt; 0 for a wait.</param>
/// <param name="Kind">What that says about its effect.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Message">For people.</param>
/// <param name="NextAttemptAt">When it is tried again; null if it is given up.</param>
[EventType("saga.step-failed", 1)]
public sealed record SagaStepFailed(
    string Step, int Attempt, StepFailureKind Kind, string Code, string Message,
    DateTimeOffset? NextAttemptAt = null) : SagaEvent;
