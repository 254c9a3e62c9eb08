using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;
using Orchestrix.Snapshots;
using Orleans.EventSourcing.Common;

namespace Orchestrix.LogConsistency;

/// <content>Loading, appending, and what happens when either cannot be done.</content>
internal sealed partial class EventLogViewAdaptor<TView, TEvent>
{
    /// <summary>Loads the state, or folds what others appended behind one into a copy of it.</summary>
    private Task<LogHead> LoadAsync(LogHead from) => WithRetryAsync(isWrite: false, async () =>
    {
        // A fold that throws half-way must leave the view as it was.
        var head = from.Version == 0
            ? await _loader.LoadAsync()
            : await _loader.FoldAsync(from.Stream with { State = Services.DeepCopy(from.View) });
        return new LogHead(head, head.Version == from.Version ? from.Overtaken : from.Overtaken + 1);
    });

    private TView Fold(TView view, RecordedEvent recorded)
    {
        var @event = LogSegment.Typed<TEvent>(_log.Serializer, recorded);
        try
        {
            _fold(view, @event);
            return view;
        }
        catch (Exception exception)
        {
            throw LogSegment.FoldFailedOnReplay(recorded, exception);
        }
    }

    /// <summary>
    /// Appends events behind a state, or behind a newer one if that is allowed; returns the state after it.
    /// </summary>
    /// <exception cref="ConcurrencyException">The log is behind the state, or <see cref="KeepTimely"/> says so.
    /// </exception>
    private async Task<LogHead> AppendAsync(EventSubmission<TEvent>[] waiting, LogHead head)
    {
        while ((waiting = KeepTimely(waiting, head)).Length > 0)
        {
            var commit = new Commit
            {
                Stream = _stream,
                ExpectedVersion = ExpectedVersion.Exactly(head.Version),
                CommitId = VersionSevenId.Next(),
                Events = Array.ConvertAll(waiting, static submission => submission.Data!),
                Metadata = waiting[0].Metadata,
            };
            // Folding first keeps an event that the fold cannot take out of the log, where it would
            // fail every activation.
            var next = Fold(head.View, waiting);
            var result = await WithRetryAsync(isWrite: true, () => _log.Appender.AppendAsync(commit));
            if (result.Status != AppendStatus.Conflict)
            {
                var version = checked((int)result.LastVersion);
                return head with { Stream = new StreamHead<TView>(next, version, commit.Events[^1].EventId) };
            }
            // A server that lacks events has taken the place of another, and this view has folded them: reading on
            // would find nothing, again and again. The next activation begins from what is there.
            if (result.StreamVersion < head.Version)
                throw new ConcurrencyException(_stream, commit.ExpectedVersion, result.StreamVersion);
            head = await LoadAsync(head);
        }
        return head;
    }

    /// <summary>
    /// Keeps the events that may be appended behind a state. Those raised before another writer overtook it are late:
    /// for a conditional event that is an answer and no failure.
    /// </summary>
    /// <exception cref="ConcurrencyException">An unconditional event is late, and conflicts are strict.</exception>
    private EventSubmission<TEvent>[] KeepTimely(EventSubmission<TEvent>[] waiting, LogHead head)
    {
        EventSubmission<TEvent>? late = null;
        foreach (var submission in waiting)
        {
            if (submission.Overtaken == head.Overtaken)
                continue;
            submission.IsLost = submission.IsConditional;
            late ??= submission.IsConditional ? null : submission;
        }
        if (late is not null && _log.Options.Conflicts == ConflictHandling.Strict)
            throw new ConcurrencyException(_stream, ExpectedVersion.Exactly(late.DecidedAt), head.Version);
        return Array.FindAll(waiting, static submission => !submission.IsLost);
    }

    private TView Fold(TView confirmed, EventSubmission<TEvent>[] waiting)
    {
        var view = Services.DeepCopy(confirmed);
        foreach (var submission in waiting)
        {
            try
            {
                _fold(view, submission.Entry!);
            }
            // Whatever user code throws here, nothing was written yet and the caller learns why.
            catch (Exception exception)
            {
                throw new EventRejectedException(ErrorCodes.FoldFailed,
                    $"The state of {_stream} cannot fold a new {submission.Entry!.GetType().Name}; "
                    + "nothing was written.",
                    exception);
            }
        }
        return view;
    }

    /// <summary>Ends a write: tells whoever waits, and returns how many events the base class may forget.</summary>
    private int Settle(EventSubmission<TEvent>[] written, int done, Exception? failure)
    {
        // What was raised during a write that failed was decided on a state that will never be.
        var settled = failure is null ? written : GetCurrentBatchOfUpdates();
        if (failure is not null)
            Drop(settled.AsSpan(done), failure);
        var lost = Array.FindAll(settled, static submission => submission.IsLost);
        foreach (var submission in lost)
            submission.AnswerLost();
        // The tentative state still holds what was not stored; reading it this way makes the base class forget it.
        if (failure is not null || lost.Length > 0)
            CopyTentativeState();
        return settled.Length;
    }

    private void Drop(ReadOnlySpan<EventSubmission<TEvent>> dropped, Exception exception)
    {
        _drops++;
        // What the caller cannot mend by raising another event ends this activation: its state may be stale.
        if (exception is not (EventRejectedException or StoreLimitExceededException or CommitRejectedException))
            Doom(exception);
        foreach (var submission in dropped)
        {
            if (submission.IsLost)
                continue;
            submission.Fail(exception);
            // Told to whoever comes next, so that none is silent.
            if (!submission.IsAwaited && !submission.IsConditional)
                _untold = exception;
        }
        Log.EventsDropped(_log.Logger, exception, dropped.Length, _stream);
    }

    /// <summary>Ends this activation: nothing more is read or written on its state.</summary>
    private void Doom(Exception exception)
    {
        _doom ??= exception;
        Deactivate();
    }

    private void Deactivate()
    {
        if (Host is IGrainBase grain)
        {
            grain.GrainContext.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError, "The event log refused this activation."));
        }
    }

    /// <summary>Repeats while the store is unavailable, until the deadline.</summary>
    private async Task<T> WithRetryAsync<T>(bool isWrite, Func<Task<T>> attempt)
    {
        var started = _log.Time.GetTimestamp();
        while (true)
        {
            try
            {
                var result = await attempt();
                LastPrimaryIssue.Resolve(Host, Services);
                return result;
            }
            catch (EventStoreUnavailableException exception)
                when (_log.Time.GetElapsedTime(started) < _log.Options.RetryDeadline)
            {
                LastPrimaryIssue.Record(new EventLogIssue { Exception = exception, IsWrite = isWrite }, Host, Services);
            }
            await Task.Delay(RetryDelay(), _log.Time);
        }
    }

    // Orleans starts at zero and grows to 10 s; a floor keeps a store that fails at once from being hammered.
    private TimeSpan RetryDelay() => TimeSpan.FromMilliseconds(
        Math.Max(Random.Shared.Next(20, 80), LastPrimaryIssue.Issue?.RetryDelay.TotalMilliseconds ?? 0));
}
