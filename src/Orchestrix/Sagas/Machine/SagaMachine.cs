using System.Text.Json;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>
/// Decides what a saga does next: a pure function of definition, state and time. It asks nobody, waits for nothing and
/// reads no clock; <see cref="SagaRunner"/> does what it says.
/// </summary>
internal sealed partial class SagaMachine(Saga saga, StreamId stream, JsonSerializerOptions json)
{
    private readonly Dictionary<string, SagaStepDefinition> _steps =
        saga.Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);

    public Saga Saga => saga;

    public SagaStepDefinition? Definition(string step) => _steps.GetValueOrDefault(step);

    /// <summary>
    /// What to do next. If the plan has events, they are recorded and the machine is asked again; each round gets
    /// closer to a call, a time or the end, so that the rounds are bounded by the number of steps.
    /// </summary>
    public SagaPlan Next(SagaState state, DateTimeOffset now)
    {
        try
        {
            return state.Status switch
            {
                SagaStatus.Running => Forward(state, now),
                SagaStatus.Compensating => Backward(state, now),
                SagaStatus.Parked when state.WaitsForDefinition =>
                    SagaPlan.Record(new SagaResumed("The definition is registered.") { At = now }),
                _ => SagaPlan.Rest,
            };
        }
        // A condition, an input or an acceptance threw: the saga stops here, where a person can see it.
        catch (DefinitionFailedException failure)
        {
            // What is under way is settled first: who is asked to decide must not decide on what is about to change.
            var calls = state.Steps.Where(static step => step.Action.Status == SagaStepStatus.InFlight)
                .Select(static step => Call(step.Name, SagaPhase.Action, step.Action)).ToArray();
            return calls.Length > 0 ? new SagaPlan([], calls) : SagaPlan.Record(Park(
                now, SagaRefusals.DefinitionFailed, $"{failure.What}: {failure.InnerException!.Message}",
                failure.Step));
        }
    }

    /// <summary>
    /// What to record for attempts that were under way when the activation was lost: nobody will hear their answers,
    /// and the participants are asked again.
    /// </summary>
    public static IReadOnlyList<SagaEvent> Interrupt(SagaState state, DateTimeOffset now)
    {
        var events = new List<SagaEvent>();
        foreach (var step in state.Steps)
        {
            if (step.Action is { Status: SagaStepStatus.InFlight } action)
            {
                events.Add(new SagaStepFailed(
                    step.Name, action.Attempt, StepFailureKind.Unknown, SagaRefusals.Interrupted, Lost,
                    Again(action))
                { At = now });
            }
            if (step.Undo is { Status: SagaStepStatus.InFlight } undo)
            {
                events.Add(new SagaCompensationFailed(
                    step.Name, undo.Attempt, StepFailureKind.Unknown, SagaRefusals.Interrupted, Lost, Again(undo))
                {
                    At = now,
                });
            }
        }
        return events;

        // The first time at once; what brings down a silo again and again must not do so for ever.
        DateTimeOffset? Again(AttemptState attempt) => attempt.Interruptions switch
        {
            0 => now,
            < SagaLimits.MaxInterruptions => now + TimeSpan.FromSeconds(1 << (attempt.Interruptions - 1)),
            _ => null,
        };
    }

    private const string Lost = "The activation was lost while the participant was being asked.";

    private SagaContext Context(SagaState state, string step, object data) => saga.NewContext(new SagaContextParts
    {
        Saga = stream,
        Step = step,
        Data = data,
        Results = state.ResultOf,
        Json = json,
        StartedAt = state.StartedAt,
    });

    private SagaContext PureContext(SagaState state, string step) =>
        Context(state, step, state.Data.Deserialize(saga.DataType, json) ?? throw new JsonException("No data."));

    private static T Pure<T>(string step, string what, Func<T> function)
    {
        try
        {
            return function();
        }
        // Whatever user code throws here is the same on every attempt.
        catch (Exception exception)
        {
            throw new DefinitionFailedException(step, what, exception);
        }
    }

    private static SagaParked Park(DateTimeOffset now, string code, string reason, string? step) =>
        new(code, SagaText.Clean(reason), step) { At = now };

    private sealed class DefinitionFailedException(string step, string what, Exception inner)
        : Exception(what, inner)
    {
        public string Step { get; } = step;

        public string What { get; } = what;
    }
}
