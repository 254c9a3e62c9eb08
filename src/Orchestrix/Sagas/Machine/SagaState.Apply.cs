namespace Orchestrix.Sagas;

/// <content>The fold.</content>
internal sealed partial record SagaState
{
    /// <summary>The state after an event.</summary>
    public SagaState Apply(SagaEvent @event) => After(@event) with
    {
        Version = Version + 1,
        LatestAt = @event.At > LatestAt ? @event.At : LatestAt,
        Acts = @event.CommandId is { } id ? Acts.SetItem(id, (SagaActs.NameOf(@event), Version + 1)) : Acts,
    };

    /// <summary>The state after some events.</summary>
    public SagaState Apply(IEnumerable<SagaEvent> events) =>
        events.Aggregate(this, static (state, @event) => state.Apply(@event));

    private SagaState After(SagaEvent @event) => @event switch
    {
        SagaStarted started => this with
        {
            Status = SagaStatus.Running,
            DefinitionVersion = started.DefinitionVersion,
            Fingerprint = started.Fingerprint,
            Data = started.Data,
            ParentSaga = started.ParentSaga,
            ParentStep = started.ParentStep,
            StartedAt = started.At,
        },
        SagaForestalled forestalled => this with
        {
            Status = SagaStatus.Compensated,
            ReasonCode = SagaRefusals.Forestalled,
            Reason = forestalled.Reason,
            StartedAt = forestalled.At,
            EndedAt = forestalled.At,
        },
        SagaMessageReceived message => this with
        {
            Messages = Messages.Add(message),
            MessageIds = MessageIds.Add(message.Id),
        },
        SagaCancelRequested cancelled => this with
        {
            IsCancelled = true,
            ReasonCode = SagaRefusals.Cancelled,
            Reason = cancelled.Reason,
        },
        SagaCompensationStarted started => this with
        {
            Status = SagaStatus.Compensating,
            ReasonCode = started.Code,
            Reason = started.Reason,
        },
        SagaParked parked => this with
        {
            Status = SagaStatus.Parked,
            Parked = new ParkedAt(parked.Code, parked.Reason, parked.Step, Status, parked.At),
        },
        SagaResumed => Unpark(),
        SagaCompensationForced forced => Unpark() with
        {
            IsCancelled = true,
            IsForced = true,
            EndedAt = null,
            ReasonCode = SagaRefusals.Cancelled,
            Reason = forced.Reason,
        },
        SagaEndedByHand ended => this with { Status = ended.Outcome, Parked = null, EndedAt = ended.At },
        SagaCompleted => this with
        {
            Status = SagaStatus.Completed,
            EndedAt = @event.At,
            // Of a cancellation that came too late.
            ReasonCode = null,
            Reason = null,
        },
        SagaCompensated => this with { Status = SagaStatus.Compensated, EndedAt = @event.At },
        _ => AfterStep(@event),
    };

    private SagaState AfterStep(SagaEvent @event) => @event switch
    {
        SagaStepIntended e => Change(e.Step, e.At, step => step with
        {
            Action = step.Action.Intend(e.Attempt, e.Deadline, e.At),
            Input = e.Input ?? step.Input,
        }),
        SagaStepSucceeded e => TakeMessage(e.Step).Change(e.Step, e.At, step => step with
        {
            Action = step.Action.End(SagaStepStatus.Succeeded),
            Result = e.Result,
            MayHaveTakenEffect = step.Message is null,
            EndedAt = e.At,
        }),
        SagaStepFailed e => (e.Code == SagaRefusals.WaitTimedOut ? this : TakeMessage(e.Step)).Change(
            e.Step, e.At, step => step with
            {
                Action = step.Action.Fail(e.Kind, e.Code, e.Message, e.NextAttemptAt),
                // A participant that keeps ids and says no has not acted before either.
                MayHaveTakenEffect = e.Kind switch
                {
                    StepFailureKind.Final => false,
                    StepFailureKind.Unknown => true,
                    _ => step.MayHaveTakenEffect,
                },
                EndedAt = e.NextAttemptAt is null ? e.At : null,
            }),
        SagaStepPending e => Change(e.Step, e.At, step => step with
        {
            Action = step.Action.Pend(e.NextAskAt),
            MayHaveTakenEffect = true,
        }),
        // A person who passes over a step has seen to its effect too.
        SagaStepSkipped e => Unpark().Change(e.Step, e.At, step => step with
        {
            Action = step.Action.End(SagaStepStatus.Skipped),
            MayHaveTakenEffect = false,
            EndedAt = e.At,
        }),
        SagaWaitStarted e => Change(e.Step, e.At, step => step with
        {
            Message = e.Message,
            Action = step.Action with { Status = SagaStepStatus.Waiting, DueAt = e.Until },
        }),
        SagaCompensationIntended e => Change(e.Step, e.At, step => step with
        {
            Undo = step.Undo.Intend(e.Attempt, e.Deadline, e.At),
        }),
        SagaCompensationSucceeded e => Change(e.Step, e.At, step => step with
        {
            Undo = step.Undo.End(SagaStepStatus.Succeeded),
        }),
        SagaCompensationFailed e => Change(e.Step, e.At, step => step with
        {
            Undo = step.Undo.Fail(e.Kind, e.Code, e.Message, e.NextAttemptAt),
        }),
        SagaCompensationPending e => Change(e.Step, e.At, step => step with { Undo = step.Undo.Pend(e.NextAskAt) }),
        SagaCompensationSkipped e => Unpark().Change(e.Step, e.At, step => step with
        {
            Undo = step.Undo.End(SagaStepStatus.Skipped),
        }),
        SagaStepRetried e => Retried(e),
        _ => throw new InvalidOperationException($"A saga does not know the event {@event.GetType()}."),
    };

    private SagaState Retried(SagaStepRetried e)
    {
        var isUndo = Parked?.Before == SagaStatus.Compensating;
        // It was stopped before it began, or while it waits: then it does so again.
        if (!isUndo && Find(e.Step) is not { Action.Status: not SagaStepStatus.Waiting })
            return Unpark().PassOver(e.Step);
        return Unpark().Change(e.Step, e.At, step => isUndo
            ? step with { Undo = step.Undo.Status == SagaStepStatus.None ? step.Undo : step.Undo.Renew(e.At) }
            : step with { Action = step.Action.Renew(e.At), EndedAt = null });
    }

    private SagaState Unpark() => Parked is { } parked
        ? this with { Status = parked.Before, Parked = null }
        // A completed saga that is a part of another one is undone with it.
        : Status == SagaStatus.Completed ? this with { Status = SagaStatus.Running } : this;

    private SagaState Change(string name, DateTimeOffset at, Func<StepState, StepState> change)
    {
        var index = Steps.FindIndex(step => step.Name == name);
        return this with
        {
            Steps = index < 0
                ? Steps.Add(change(new StepState(name) { BegunAt = at }))
                : Steps.SetItem(index, change(Steps[index])),
        };
    }

    /// <summary>A message that could not be judged makes way for one that came after it.</summary>
    private SagaState PassOver(string step) =>
        Find(step)?.Message is { } name && Messages.Count(message => message.Name == name) > 1
            ? TakeMessage(step)
            : this;

    private SagaState TakeMessage(string step)
    {
        var name = Find(step)?.Message;
        var index = name is null ? -1 : Messages.FindIndex(message => message.Name == name);
        return index < 0 ? this : this with { Messages = Messages.RemoveAt(index) };
    }
}
