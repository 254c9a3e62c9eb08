using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;

namespace Orchestrix.Appending;

/// <summary>
/// Takes whatever waits into one round trip to the store, at once, so that batches grow with the load and a single
/// caller never waits for company. One round trip at a time; each caller gets its own answer.
/// </summary>
internal sealed class AppendLane
{
    private const int MaxGatheringTurns = 3;

    private readonly IEventStore _store;
    private readonly AppenderOptions _options;
    private readonly TimeProvider _time;
    private readonly OrchestrixMetrics _metrics;
    private readonly LogHead _head;
    private readonly AppendQueue _queue;
    private readonly Task _pump;
    private volatile bool _isAbandoned;
    private volatile bool _isBroken;

    public AppendLane(
        IEventStore store, AppenderOptions options, TimeProvider time, OrchestrixMetrics metrics, LogHead head)
    {
        (_store, _options, _time, _metrics, _head) = (store, options, time, metrics, head);
        _queue = new AppendQueue(options);
        // The pump belongs to no grain: it must not inherit a grain's scheduler or request context.
        using (ExecutionContext.SuppressFlow())
            _pump = Task.Run(PumpAsync);
    }

    /// <summary>The commits that hold a place in the queue.</summary>
    public int Waiting => _queue.Count;

    /// <summary>The places of the queue.</summary>
    public int Capacity => _queue.Capacity;

    /// <summary>Appends a commit that keeps the rules.</summary>
    public Task<AppendResult> AppendAsync(Commit commit, CancellationToken cancellationToken)
    {
        var pending = new PendingCommit(commit, _time.GetTimestamp());
        return _queue.Enter(pending, out var latecomer) switch
        {
            Admission.Entered => pending.Answer,
            Admission.Full => WaitForPlaceAsync(latecomer!, cancellationToken),
            var refused => Task.FromException<AppendResult>(Refusal(refused, commit.Stream)),
        };
    }

    /// <summary>
    /// Takes no more commits, and returns when those that were taken have their answers. Cancelled, it returns at once:
    /// the batch under way may still end, and what waits behind it is told that nothing was written.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _queue.Close();
        try
        {
            await _pump.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _isAbandoned = true;
        }
    }

    private async Task<AppendResult> WaitForPlaceAsync(Latecomer latecomer, CancellationToken cancellationToken)
    {
        var stream = latecomer.Pending.Commit.Stream;
        try
        {
            var admission = await latecomer.Left.WaitAsync(_options.QueueTimeout, _time, cancellationToken);
            if (admission != Admission.Entered)
                throw Refusal(admission, stream);
        }
        // Whoever was let in at the last moment waits for its answer like all others.
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            if (_queue.TryLeave(latecomer))
                throw exception is TimeoutException ? Refusal(Admission.Full, stream) : exception;
        }
        return await latecomer.Pending.Answer;
    }

    private EventStoreUnavailableException Refusal(Admission admission, StreamId stream)
    {
        if (admission == Admission.Closed)
            return _isBroken ? AppendFailures.Broken() : AppendFailures.Stopping();
        Measure(static (metrics, count) => metrics.AppendsRefused(count), 1);
        return admission == Admission.Full
            ? AppendFailures.Full(_queue, _options) : AppendFailures.StreamIsFull(_queue, stream);
    }

    private async Task PumpAsync()
    {
        PendingCommit[] batch = [];
        var isSent = false;
        try
        {
            while (await _queue.WaitAsync())
            {
                await GatherAsync();
                (batch, isSent) = (_queue.TakeBatch(), false);
                var timely = _isAbandoned ? [] : RefuseOverdue(batch);
                if (_isAbandoned)
                    Fail(batch, static _ => AppendFailures.Stopping());
                isSent = true;
                // What waits behind a store that fails was not sent, and making it wait through another deadline would
                // outlast its callers: they learn at once that nothing was written.
                if (timely.Length > 0 && await TryAppendAsync(timely) is { } failure)
                    FailUnsent(_queue.TakeAll(), failure);
            }
        }
        // A bug here must not leave callers waiting for ever, neither those who wait nor those who come.
        catch (Exception exception)
        {
            _isBroken = true;
            _queue.Close();
            if (isSent)
                FailSent(batch, exception);
            else
                Fail(batch, static _ => AppendFailures.Broken());
            Fail(_queue.TakeAll(), static _ => AppendFailures.Broken());
        }
    }

    /// <summary>
    /// Lets the turns that are ready to run go first, as long as they bring more commits: those who were just answered
    /// send their next command. This costs no idle time, and batches of twice the size cost the store far less.
    /// </summary>
    private async ValueTask GatherAsync()
    {
        var before = -1;
        for (var turn = 0; turn < MaxGatheringTurns && _queue.Count is var count && count > before; turn++)
        {
            before = count;
            await Task.Yield();
        }
    }

    /// <summary>Refuses commits that waited for too long, and returns the others.</summary>
    private PendingCommit[] RefuseOverdue(PendingCommit[] batch)
    {
        // Whoever was handed over before this waited for too long.
        var latest = _time.GetTimestamp() - (long)(_options.QueueTimeout.TotalSeconds * _time.TimestampFrequency);
        var overdue = 0;
        foreach (var pending in batch)
        {
            if (pending.HandedOver >= latest)
                continue;
            pending.Fail(AppendFailures.Overdue(_options));
            overdue++;
        }
        if (overdue == 0)
            return batch;
        Measure(static (metrics, count) => metrics.AppendsRefused(count), overdue);
        return Array.FindAll(batch, static pending => !pending.IsAnswered);
    }

    /// <summary>Appends the batch and answers its callers; returns why the store could not be reached, if so.</summary>
    private async Task<Exception?> TryAppendAsync(PendingCommit[] batch)
    {
        using var span = AppendTrace.Start(batch);
        var started = _time.GetTimestamp();
        try
        {
            var results = await _store.AppendAsync(Array.ConvertAll(batch, static pending => pending.Commit));
            if (results.Count != batch.Length)
                throw new InvalidOperationException($"The store answered {results.Count} of {batch.Length} commits.");
            var (conflicts, lastPosition) = (0, 0L);
            for (var index = 0; index < batch.Length; index++)
            {
                var result = results[index];
                if (result.Status == AppendStatus.Conflict)
                    conflicts++;
                else
                    lastPosition = Math.Max(lastPosition, result.LastPosition);
                batch[index].Succeed(result);
            }
            AfterAnswers(batch, results, conflicts, lastPosition, started);
            return null;
        }
        catch (CommitRejectedException) when (batch.Length > 1)
        {
            MeasureSent(batch, started);
        }
        // The pump serves every grain of the silo, so it hands each failure to those who wait and lives on.
        catch (Exception exception)
        {
            AppendTrace.Fail(span, exception);
            var unanswered = batch.Count(static pending => !pending.IsAnswered);
            FailSent(batch, exception);
            CountEvents(batch, null);
            MeasureSent(batch, started);
            if (exception is not (EventStoreUnavailableException or CommitRejectedException))
                Measure(static (metrics, count) => metrics.AppendsUncertain(count), unanswered);
            return exception is CommitRejectedException ? null : exception;
        }
        // One commit holds what the store cannot take; halving finds it without failing the others.
        var half = batch.Length / 2;
        if (await TryAppendAsync(batch[..half]) is not { } failure)
            return await TryAppendAsync(batch[half..]);
        FailUnsent(batch.AsSpan(half), failure);
        return failure;
    }

    /// <summary>The one place that hears of each batch in the log, after its callers.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="results">Its answers.</param>
    /// <param name="conflicts">Those of them that were not appended.</param>
    /// <param name="lastPosition">The log has come at least as far as this; 0 if nothing is known.</param>
    /// <param name="started">When the batch was sent.</param>
    private void AfterAnswers(
        PendingCommit[] batch, IReadOnlyList<AppendResult> results, int conflicts, long lastPosition, long started)
    {
        MeasureSent(batch, started);
        CountEvents(batch, results);
        if (conflicts > 0)
            Measure(static (metrics, count) => metrics.AppendsConflicted(count), conflicts);
        _head.Advance(lastPosition);
    }

    private void MeasureSent(PendingCommit[] batch, long started)
    {
        try
        {
            _metrics.BatchSent(
                batch.Length, batch.Count(static one => one.Commit.ExpectedVersion.IsAny),
                _time.GetElapsedTime(started));
        }
        catch (Exception)
        {
            // The listener has failed, not the append.
        }
    }

    /// <summary>Counts the events of a batch by what became of them; without answers they have failed.</summary>
    private void CountEvents(PendingCommit[] batch, IReadOnlyList<AppendResult>? results)
    {
        try
        {
            for (var index = 0; index < batch.Length; index++)
                _metrics.EventsAppended(batch[index].Commit.Events, results?[index].Status);
        }
        catch (Exception)
        {
            // The listener has failed, not the append.
        }
    }

    /// <summary>Who listens to the metrics is a host's code: what it throws is none of the callers' business.</summary>
    private void Measure(Action<OrchestrixMetrics, int> measure, int count)
    {
        try
        {
            measure(_metrics, count);
        }
        catch (Exception)
        {
            // The listener has failed, not the append.
        }
    }

    // Apart from the methods that run for each batch, in which the closures would be made for each batch.
    private static void FailSent(ReadOnlySpan<PendingCommit> sent, Exception failure) =>
        Fail(sent, pending => AppendFailures.OfStore(failure, pending.Commit));

    private static void FailUnsent(ReadOnlySpan<PendingCommit> unsent, Exception failure) =>
        Fail(unsent, _ => AppendFailures.Unsent(failure));

    private static void Fail(ReadOnlySpan<PendingCommit> unanswered, Func<PendingCommit, Exception> failure)
    {
        foreach (var pending in unanswered)
        {
            if (!pending.IsAnswered)
                pending.Fail(failure(pending));
        }
    }
}
