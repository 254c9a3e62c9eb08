using System.Text.Json;

namespace Orchestrix.Sagas;

/// <content>Taking the steps.</content>
internal sealed partial class SagaMachine
{
    private SagaPlan Forward(SagaState state, DateTimeOffset now)
    {
        var round = new Round(now);
        foreach (var step in state.Steps)
            Continue(state, step, round);
        if (round.Events.Count > 0)
            return SagaPlan.Record([.. round.Events]);
        return state.IsStopping ? Stop(state, round) : Advance(state, round);
    }

    /// <summary>What a step that has begun needs.</summary>
    private void Continue(SagaState state, StepState step, Round round)
    {
        var action = step.Action;
        switch (action.Status)
        {
            case SagaStepStatus.InFlight:
                round.Calls.Add(Call(step.Name, SagaPhase.Action, action));
                break;
            // Once the saga stops, only what may have taken effect is asked about again.
            case SagaStepStatus.Backoff when !state.IsStopping || step.MayHaveTakenEffect:
                if (round.IsDue(action.DueAt))
                    round.Events.Add(Intend(state, step.Name, action, round.Now));
                else
                    round.IsUnsettled = true;
                break;
            case SagaStepStatus.Pending when IsAwaited(state, step.Name):
                Ask(step.Name, SagaPhase.Action, action, round);
                round.IsUnsettled = true;
                break;
            case SagaStepStatus.Waiting when !state.IsStopping:
                Wait(state, step, round);
                break;
        }
    }

    /// <summary>
    /// True if the outcome of a pending step matters yet: once the saga stops, it is undone instead, if it can be.
    /// </summary>
    public bool IsAwaited(SagaState state, string step) => !state.IsStopping || CannotBeUndone(step);

    /// <summary>Asks again for an outcome, until the deadline.</summary>
    private static void Ask(string step, SagaPhase phase, AttemptState attempt, Round round)
    {
        if (round.IsDue(attempt.Deadline))
        {
            const string late = "The participant has not come to an outcome before the deadline.";
            round.Events.Add(phase == SagaPhase.Action
                ? new SagaStepFailed(step, attempt.Attempt, StepFailureKind.Unknown, SagaRefusals.DeadlinePassed, late)
                {
                    At = round.Now,
                }
                : new SagaCompensationFailed(
                    step, attempt.Attempt, StepFailureKind.Unknown, SagaRefusals.DeadlinePassed, late)
                {
                    At = round.Now,
                });
        }
        else if (round.IsDue(attempt.DueAt))
        {
            round.Calls.Add(Call(step, phase, attempt));
        }
    }

    private void Wait(SagaState state, StepState step, Round round)
    {
        var message = state.Messages.Find(each => each.Name == step.Message);
        if (message is not null)
        {
            round.Events.Add(Judge(state, step.Name, message, round.Now));
        }
        else if (round.IsDue(step.Action.DueAt))
        {
            const string nobody = "The message did not come in time.";
            round.Events.Add(Known(step.Name).ContinuesOnTimeout
                ? new SagaStepSkipped(step.Name, nobody) { At = round.Now }
                : new SagaStepFailed(step.Name, 0, StepFailureKind.Final, SagaRefusals.WaitTimedOut, nobody)
                {
                    At = round.Now,
                });
        }
    }

    private SagaEvent Judge(SagaState state, string step, SagaMessageReceived message, DateTimeOffset now)
    {
        if (Known(step).Acceptance is not { } accept)
            return new SagaStepSucceeded(step, 0, message.Payload) { At = now };
        return Pure<SagaEvent>(step, "The judgement of a message threw", () =>
        {
            var verdict = accept(PureContext(state, step), message.Payload);
            return verdict.Failure is null
                ? new SagaStepSucceeded(step, 0, Written(verdict.Value) ?? message.Payload) { At = now }
                : new SagaStepFailed(
                    step, 0, StepFailureKind.Final, SagaText.Clean(verdict.Code), SagaText.Clean(verdict.Message))
                {
                    At = now,
                };
        });
    }

    private SagaStepDefinition Known(string step) => _steps.GetValueOrDefault(step)
        ?? throw new DefinitionFailedException(
            step, "The step is not in the definition", new KeyNotFoundException(step));

    /// <summary>Begins the steps whose turn it is.</summary>
    private SagaPlan Advance(SagaState state, Round round)
    {
        var isOver = true;
        foreach (var definition in saga.Steps)
        {
            var begun = state.Find(definition.Name);
            isOver &= begun?.Action.IsOver == true;
            if (begun is null && definition.DependsOn.All(each => state.Find(each)?.Action.IsOver == true))
                round.Events.Add(Begin(state, definition, round.Now));
        }
        if (isOver)
            round.Events.Add(new SagaCompleted { At = round.Now });
        return round.Plan();
    }

    private SagaEvent Begin(SagaState state, SagaStepDefinition definition, DateTimeOffset now)
    {
        var name = definition.Name;
        if (definition.Condition is { } condition
            && !Pure(name, "The condition threw", () => condition(PureContext(state, name))))
        {
            return new SagaStepSkipped(name, "Its condition does not hold.") { At = now };
        }
        return definition.Kind == SagaStepKind.Wait
            ? new SagaWaitStarted(name, definition.Message!, now + definition.Deadline) { At = now }
            : Intend(state, name, AttemptState.None, now);
    }

    private SagaStepIntended Intend(SagaState state, string name, AttemptState action, DateTimeOffset now)
    {
        var definition = Known(name);
        // The deadline counts from the first intent, or from the one that a person asked for.
        DateTimeOffset? deadline = action.Deadline is null ? now + definition.Deadline : null;
        var input = definition.Input is { } make && state.Find(name)?.Input is null
            ? Pure(name, "The input threw", () => Written(make(PureContext(state, name))))
            : null;
        return new SagaStepIntended(name, action.Attempt + 1, deadline, input) { At = now };
    }

    /// <summary>Nothing new is begun; when what is under way is settled, the saga is parked or undone.</summary>
    private SagaPlan Stop(SagaState state, Round round)
    {
        if (round.Calls.Count > 0 || round.IsUnsettled)
            return round.Plan();
        var failed = state.Steps.Find(step => step.Action.Status == SagaStepStatus.GaveUp);
        // Such a step is the last one: all is done, and the cancellation came too late.
        if (failed is null && !state.IsForced && state.Steps.Exists(IsDoneForGood))
            return SagaPlan.Record(new SagaCompleted { At = round.Now });
        var stuck = state.IsForced ? null : state.Steps.Find(IsStuck);
        if (stuck is not null)
        {
            return SagaPlan.Record(Park(
                round.Now, SagaRefusals.StepFailed,
                $"The step gave up: {stuck.Action.Code}: {stuck.Action.Message}", stuck.Name));
        }
        return SagaPlan.Record(failed is null
            ? new SagaCompensationStarted(SagaRefusals.Cancelled, SagaText.Clean(state.Reason ?? "")) { At = round.Now }
            : new SagaCompensationStarted(
                failed.Action.Code!, SagaText.Clean($"{failed.Name}: {failed.Action.Message}"))
            {
                At = round.Now,
            });
    }

    /// <summary>True for a step that gave up in a way in which undoing would be a guess.</summary>
    private bool IsStuck(StepState step) =>
        step.GaveUpWith is { } kind && _steps.TryGetValue(step.Name, out var definition)
        && (definition.ParkOn.Contains(kind)
            || (step.MayHaveTakenEffect && CannotBeUndone(step.Name)));

    private bool IsDoneForGood(StepState step) =>
        step.Action.Status == SagaStepStatus.Succeeded && step.MayHaveTakenEffect && CannotBeUndone(step.Name);

    private bool CannotBeUndone(string step) =>
        _steps.TryGetValue(step, out var known) && !known.HasCompensation && !known.HasNothingToUndo;

    private static SagaCall Call(string step, SagaPhase phase, AttemptState attempt) =>
        new(step, phase, attempt.Attempt, attempt.Deadline);

    private JsonElement? Written(object? value)
    {
        if (value is null)
            return null;
        var element = JsonSerializer.SerializeToElement(value, value.GetType(), json);
        return SagaPayload.Fits(element)
            ? element
            : throw new InvalidOperationException($"It exceeds {SagaLimits.MaxPayloadBytes} bytes of JSON.");
    }

    /// <summary>What one look at the saga brings.</summary>
    private sealed class Round(DateTimeOffset now)
    {
        private DateTimeOffset? _dueAt;

        public DateTimeOffset Now => now;

        public List<SagaEvent> Events { get; } = [];

        public List<SagaCall> Calls { get; } = [];

        /// <summary>True if the outcome of a step has to be awaited before anything is undone.</summary>
        public bool IsUnsettled { get; set; }

        /// <summary>True if a time has come; otherwise it is remembered as one at which to look again.</summary>
        public bool IsDue(DateTimeOffset? time)
        {
            if (time is null)
                return false;
            if (time <= now)
                return true;
            if (_dueAt is null || time < _dueAt)
                _dueAt = time;
            return false;
        }

        public SagaPlan Plan() => new(Events, Calls, _dueAt);
    }
}
