using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A step took effect, or a message that was waited for is accepted.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">The attempt that brought the answer; 0 for a wait.</param>
/// <param name="Result">What it brought, or null.</param>
[EventType("saga.step-succeeded", 1)]
public sealed record SagaStepSucceeded(string Step, int Attempt, JsonElement? Result = null) : SagaEvent;
