using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A participant is about to be asked to take a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Deadline">After it no further attempt is begun; on the first attempt.</param>
/// <param name="Input">What the step works on; on the first attempt, if the definition gives one.</param>
[EventType("saga.step-intended", 1)]
public sealed record SagaStepIntended(
    string Step, int Attempt, DateTimeOffset? Deadline = null, JsonElement? Input = null) : SagaEvent;
