namespace Orchestrix.Sagas;

/// <summary>Tells the events of a saga as people would: an attempt and what came of it are one thing.</summary>
internal sealed class SagaTimeline
{
    private readonly List<SagaTimelineEntry> _entries = [];
    private readonly Dictionary<(string Step, SagaTimelineKind Kind), int> _open = [];

    public static IReadOnlyList<SagaTimelineEntry> Of(IEnumerable<SagaEvent> events)
    {
        var timeline = new SagaTimeline();
        foreach (var @event in events)
            timeline.Add(@event);
        return timeline._entries;
    }

    private void Add(SagaEvent @event)
    {
        switch (@event)
        {
            case SagaStarted:
                Note(@event, SagaTimelineKind.Started);
                break;
            case SagaForestalled e:
                Note(@event, SagaTimelineKind.Ended, outcome: "forestalled", text: e.Reason);
                break;
            case SagaMessageReceived e:
                Note(@event, SagaTimelineKind.Message, text: e.Name);
                break;
            case SagaCompensationStarted e:
                Note(@event, SagaTimelineKind.CompensationStarted, code: e.Code, text: e.Reason);
                break;
            case SagaParked e:
                Note(@event, SagaTimelineKind.Parked, e.Step, code: e.Code, text: e.Reason);
                break;
            case SagaResumed e:
                Note(@event, SagaTimelineKind.Resumed, text: e.Reason);
                break;
            case SagaCompleted:
                Note(@event, SagaTimelineKind.Ended, outcome: "completed");
                break;
            case SagaCompensated:
                Note(@event, SagaTimelineKind.Ended, outcome: "compensated");
                break;
            default:
                AddActOrStep(@event);
                break;
        }
    }

    private void AddActOrStep(SagaEvent @event)
    {
        switch (@event)
        {
            case SagaCancelRequested e:
                Act(@event, "cancel", null, e.Actor, e.Reason);
                break;
            case SagaStepRetried e:
                Act(@event, "retry", e.Step, e.Actor, e.Reason);
                break;
            case SagaCompensationForced e:
                Act(@event, "compensate", null, e.Actor, e.Reason);
                break;
            case SagaCompensationSkipped e:
                Act(@event, "skip", e.Step, e.Actor, e.Reason);
                break;
            case SagaStepSkipped { Actor: { } actor } e:
                Act(@event, "skip", e.Step, actor, e.Reason);
                break;
            case SagaEndedByHand e:
                Act(@event, "complete", null, e.Actor, e.Reason);
                Note(@event, SagaTimelineKind.Ended, outcome: e.Outcome.ToString().ToLowerInvariant());
                break;
            case SagaStepSkipped e:
                Close(@event, e.Step, SagaTimelineKind.Wait, "final", text: e.Reason);
                Note(@event, SagaTimelineKind.Skipped, e.Step, text: e.Reason);
                break;
            default:
                AddAttempt(@event);
                break;
        }
    }

    private void AddAttempt(SagaEvent @event)
    {
        switch (@event)
        {
            case SagaWaitStarted e:
                Open(@event, e.Step, SagaTimelineKind.Wait, null, text: e.Message, next: e.Until);
                break;
            case SagaStepIntended e:
                Open(@event, e.Step, SagaTimelineKind.Action, e.Attempt);
                break;
            case SagaCompensationIntended e:
                Open(@event, e.Step, SagaTimelineKind.Compensation, e.Attempt);
                break;
            case SagaStepSucceeded e:
                Close(@event, e.Step, KindOf(e.Attempt), "succeeded");
                break;
            case SagaCompensationSucceeded e:
                Close(@event, e.Step, SagaTimelineKind.Compensation, "succeeded");
                break;
            case SagaStepFailed e:
                Close(@event, e.Step, KindOf(e.Attempt), NameOf(e.Kind), e.Code, e.Message, e.NextAttemptAt);
                break;
            case SagaCompensationFailed e:
                Close(@event, e.Step, SagaTimelineKind.Compensation, NameOf(e.Kind), e.Code, e.Message,
                    e.NextAttemptAt);
                break;
            case SagaStepPending e:
                Pend(e.Step, SagaTimelineKind.Action, e.NextAskAt);
                break;
            case SagaCompensationPending e:
                Pend(e.Step, SagaTimelineKind.Compensation, e.NextAskAt);
                break;
            default:
                throw new InvalidOperationException($"The timeline does not know the event {@event.GetType()}.");
        }
    }

    private void Note(
        SagaEvent @event, SagaTimelineKind kind, string? step = null, string? outcome = null, string? code = null,
        string? text = null) =>
        _entries.Add(new SagaTimelineEntry
        {
            At = @event.At,
            Kind = kind,
            Step = step,
            Outcome = outcome,
            Code = code,
            Text = text,
        });

    private void Act(SagaEvent @event, string act, string? step, string actor, string reason) =>
        _entries.Add(new SagaTimelineEntry
        {
            At = @event.At,
            Kind = SagaTimelineKind.Act,
            Outcome = act,
            Step = step,
            Actor = actor,
            Text = reason,
        });

    private void Open(
        SagaEvent @event, string step, SagaTimelineKind kind, int? attempt, string? text = null,
        DateTimeOffset? next = null)
    {
        _open[(step, kind)] = _entries.Count;
        _entries.Add(new SagaTimelineEntry
        {
            At = @event.At,
            Kind = kind,
            Step = step,
            Attempt = attempt,
            Text = text,
            NextAt = next,
        });
    }

    private void Close(
        SagaEvent @event, string step, SagaTimelineKind kind, string outcome, string? code = null, string? text = null,
        DateTimeOffset? next = null)
    {
        if (_open.Remove((step, kind), out var index))
        {
            _entries[index] = _entries[index] with
            {
                Outcome = outcome,
                EndedAt = @event.At,
                Code = code,
                Text = text ?? _entries[index].Text,
                NextAt = next,
            };
        }
    }

    private void Pend(string step, SagaTimelineKind kind, DateTimeOffset next)
    {
        if (_open.TryGetValue((step, kind), out var index))
            _entries[index] = _entries[index] with { Outcome = "pending", NextAt = next };
    }

    /// <summary>A wait has no attempts.</summary>
    private static SagaTimelineKind KindOf(int attempt) =>
        attempt == 0 ? SagaTimelineKind.Wait : SagaTimelineKind.Action;

    private static string NameOf(StepFailureKind kind) => kind.ToString().ToLowerInvariant();
}
