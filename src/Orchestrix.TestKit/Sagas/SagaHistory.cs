using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Sagas;

/// <summary>The guarantees of the engine, checked on the events of one saga without the engine's own fold.</summary>
public static class SagaHistory
{
    /// <summary>The first guarantee that the events break, in words; null if they keep all of them.</summary>
    public static string? Fault(IReadOnlyList<SagaEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
            return null;
        if (events[0] is not (SagaStarted or SagaForestalled))
            return "it does not begin with its start";
        if (events[^1].Outlook is null)
            return "its last event has no outlook";
        var checker = new Checker();
        foreach (var @event in events)
        {
            if (checker.Take(@event) is { } fault)
                return $"{fault} ({@event.GetType().Name})";
        }
        return checker.End();
    }

    private sealed class Checker
    {
        private readonly List<string> _order = [];
        private readonly HashSet<string> _mayHaveActed = new(StringComparer.Ordinal);
        private readonly HashSet<string> _undone = new(StringComparer.Ordinal);
        private readonly HashSet<(string Step, int Attempt)> _intents = [];
        private readonly HashSet<(string Step, int Attempt)> _undoIntents = [];
        private int _undoing = int.MaxValue;
        private bool _isCompensating;
        private bool _isEnded;
        private bool _isParked;
        private readonly HashSet<string> _commandIds = new(StringComparer.Ordinal);
        private string? _brokenUndo;
        private DateTimeOffset _at;

        public string? Take(SagaEvent @event)
        {
            if (_isEnded && @event is not SagaCompensationForced)
                return "something happens after the end";
            if (@event.At < _at)
                return "its time goes backwards";
            _at = @event.At;
            if (@event.CommandId is { } commandId && !_commandIds.Add(commandId))
                return $"the act {commandId} is done twice";
            switch (@event)
            {
                case SagaStepIntended intended:
                    _intents.Add((intended.Step, intended.Attempt));
                    if (!_order.Contains(intended.Step))
                        _order.Add(intended.Step);
                    return _isCompensating ? "a step is begun while others are undone" : null;
                case SagaStepSucceeded { Attempt: > 0 } succeeded:
                    _mayHaveActed.Add(succeeded.Step);
                    return WithoutIntent(_intents, succeeded.Step, succeeded.Attempt);
                case SagaStepPending pending:
                    _mayHaveActed.Add(pending.Step);
                    return WithoutIntent(_intents, pending.Step, pending.Attempt);
                case SagaStepFailed { Attempt: > 0 } failed:
                    if (failed.Kind == StepFailureKind.Unknown)
                        _mayHaveActed.Add(failed.Step);
                    else if (failed.Kind == StepFailureKind.Final)
                        _mayHaveActed.Remove(failed.Step);
                    return WithoutIntent(_intents, failed.Step, failed.Attempt);
                case SagaStepSkipped skipped:
                    _mayHaveActed.Remove(skipped.Step);
                    _isParked = false;
                    return null;
                case SagaCompensationStarted:
                    _isCompensating = true;
                    return null;
                case SagaCompensationIntended intended:
                    _undoIntents.Add((intended.Step, intended.Attempt));
                    return UndoOutOfOrder(intended.Step);
                case SagaCompensationSucceeded succeeded:
                    _undone.Add(succeeded.Step);
                    _brokenUndo = null;
                    return WithoutIntent(_undoIntents, succeeded.Step, succeeded.Attempt);
                case SagaCompensationFailed failed:
                    _brokenUndo = failed.NextAttemptAt is null ? failed.Step : null;
                    return WithoutIntent(_undoIntents, failed.Step, failed.Attempt);
                case SagaCompensationSkipped skipped:
                    _undone.Add(skipped.Step);
                    (_brokenUndo, _isParked) = (null, false);
                    return null;
                case SagaParked:
                    _isParked = true;
                    return null;
                case SagaStepRetried or SagaResumed:
                    (_brokenUndo, _isParked) = (null, false);
                    return null;
                case SagaCompensationForced:
                    (_isEnded, _isParked) = (false, false);
                    return null;
                case SagaCompleted or SagaCompensated or SagaEndedByHand or SagaForestalled:
                    _isEnded = true;
                    return @event is SagaCompensated && _brokenUndo is not null
                        ? $"it counts as compensated, but the compensation of {_brokenUndo} failed" : null;
                default:
                    return null;
            }
        }

        public string? End() => _isEnded || _isParked ? null : "it has neither ended nor is it parked";

        private static string? WithoutIntent(HashSet<(string, int)> intents, string step, int attempt) =>
            intents.Contains((step, attempt)) ? null : $"attempt {attempt} of {step} has no recorded intent";

        private string? UndoOutOfOrder(string step) =>
            !_isCompensating ? $"{step} is undone before the saga compensates"
            : !_mayHaveActed.Contains(step) ? $"{step} is undone, but cannot have taken effect"
            : _undone.Contains(step) ? $"{step} is undone again"
            : IsOutOfOrder(step) ? $"{step} is undone after a step that began before it"
            : null;

        private bool IsOutOfOrder(string step)
        {
            var index = _order.IndexOf(step);
            var isLater = index > _undoing;
            _undoing = Math.Min(index, _undoing);
            return isLater;
        }
    }
}
