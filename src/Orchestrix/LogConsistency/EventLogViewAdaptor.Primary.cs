using Orchestrix.Errors;
using Orchestrix.Events;
using Orleans.EventSourcing.Common;

namespace Orchestrix.LogConsistency;

/// <content>Loading, appending, and what happens when either cannot be done.</content>
internal sealed partial class EventLogViewAdaptor<TView, TEvent>
{
    private async Task LoadAsync()
    {
        await WithRetryAsync(isWrite: false, async () =>
        {
            // A fold that throws half-way must leave the view as it was.
            var view = Services.DeepCopy(_view);
            var version = _version;
            await foreach (var recorded in _log.Store.ReadStreamAsync(_stream, StreamRead.Forwards(version + 1L)))
            {
                var @event = LogSegment.Typed<TEvent>(_log.Serializer, recorded);
                try
                {
                    Host.UpdateView(view, @event);
                }
                catch (Exception exception)
                {
                    throw LogSegment.FoldFailedOnReplay(recorded, exception);
                }
                version = checked((int)recorded.Version);
            }
            (_view, _version, _isLoaded) = (view, version, true);
            return true;
        });
    }

    private async Task AppendAsync(EventSubmission<TEvent>[] waiting)
    {
        while (waiting.Length > 0)
        {
            var commit = new Commit
            {
                Stream = _stream,
                ExpectedVersion = ExpectedVersion.Exactly(_version),
                CommitId = Guid.CreateVersion7(),
                Events = Array.ConvertAll(waiting, static submission => submission.Data!),
                Metadata = waiting[0].Metadata,
            };
            // Folding first keeps an event that the fold cannot take out of the log, where it would
            // fail every activation.
            var next = Fold(waiting);
            var result = await WithRetryAsync(isWrite: true, () => _log.Appender.AppendAsync(commit));
            if (result.Status != AppendStatus.Conflict)
            {
                (_view, _version) = (next, checked((int)result.LastVersion));
                return;
            }

            await LoadAsync();
            waiting = AnswerConditional(waiting);
            if (waiting.Length > 0 && _log.Options.Conflicts == ConflictHandling.Strict)
                throw new ConcurrencyException(_stream, commit.ExpectedVersion, result.StreamVersion);
        }
    }

    /// <summary>Conditional events lost the race, which is an answer and no failure; returns the others.</summary>
    private EventSubmission<TEvent>[] AnswerConditional(EventSubmission<TEvent>[] waiting)
    {
        foreach (var submission in waiting.Where(static submission => submission.IsConditional))
            submission.Answer(appended: false);
        // The tentative state still holds them; reading it this way makes the base class forget it.
        CopyTentativeState();
        return Array.FindAll(waiting, static submission => !submission.IsConditional);
    }

    private TView Fold(EventSubmission<TEvent>[] waiting)
    {
        var view = Services.DeepCopy(_view);
        foreach (var submission in waiting)
        {
            try
            {
                Host.UpdateView(view, submission.Entry!);
            }
            // Whatever user code throws here, nothing was written yet and the caller learns why.
            catch (Exception exception)
            {
                throw new EventRejectedException(
                    ErrorCodes.FoldFailed,
                    $"The state of {_stream} cannot fold a new {submission.Entry!.GetType().Name}; "
                    + "nothing was written.",
                    exception);
            }
        }
        return view;
    }

    /// <summary>
    /// Keeps an event from being stored, with everything raised after it, and remembers whom to tell.
    /// </summary>
    private void Drop(ReadOnlySpan<EventSubmission<TEvent>> dropped, Exception exception)
    {
        // What the caller cannot mend by raising another event ends this activation: its state may be stale.
        if (exception is not (EventRejectedException or StoreLimitExceededException or CommitRejectedException))
            Doom(exception);
        foreach (var submission in dropped)
            submission.Fail(exception);
        _failure = new ConfirmationFailure(dropped[0].Number, dropped[^1].Number, exception);
        // The tentative state still holds the dropped events; reading it this way makes the base class forget it.
        CopyTentativeState();
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
