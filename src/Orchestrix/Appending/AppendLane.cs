using System.Threading.Channels;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;

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
    private readonly int _capacity;
    private readonly TimeProvider _time;
    private readonly OrchestrixMetrics _metrics;
    private readonly Channel<PendingCommit> _queue;
    private readonly Task _pump;
    private volatile bool _isAbandoned;

    public AppendLane(IEventStore store, AppenderOptions options, TimeProvider time, OrchestrixMetrics metrics)
    {
        (_store, _options, _time, _metrics) = (store, options, time, metrics);
        _capacity = Math.Max(1, options.QueueCapacity / options.Lanes);
        _queue = Channel.CreateBounded<PendingCommit>(new BoundedChannelOptions(_capacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        // The pump belongs to no grain: it must not inherit a grain's scheduler or request context.
        using (ExecutionContext.SuppressFlow())
            _pump = Task.Run(PumpAsync);
    }

    /// <summary>Appends a commit that keeps the rules.</summary>
    public Task<AppendResult> AppendAsync(Commit commit, CancellationToken cancellationToken)
    {
        var pending = new PendingCommit(commit);
        return _queue.Writer.TryWrite(pending) ? pending.Answer : EnqueueAsync(pending, cancellationToken);
    }

    /// <summary>
    /// Takes no more commits, and returns when those that were taken have their answers. Cancelled, it returns at once:
    /// the batch under way may still end, and what waits behind it is told that nothing was written.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _pump.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _isAbandoned = true;
        }
    }

    private async Task<AppendResult> EnqueueAsync(PendingCommit pending, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.QueueTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _queue.Writer.WriteAsync(pending, either.Token);
            return await pending.Answer;
        }
        catch (ChannelClosedException)
        {
            throw Stopping();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _metrics.AppendRefused();
            throw new EventStoreUnavailableException(ErrorCodes.Overloaded,
                $"{_options.QueueCapacity} appends are waiting (AppenderOptions.QueueCapacity) and no place came free "
                + $"within {_options.QueueTimeout} (QueueTimeout). Nothing was written; try again later.");
        }
    }

    private async Task PumpAsync()
    {
        var batch = new AppendBatch(_options);
        while (batch.WaitingCount > 0 || await _queue.Reader.WaitToReadAsync())
        {
            await GatherAsync();
            batch.StartNext();
            // What waits behind its own stream is bounded too: it counts as taken from the queue.
            while (!batch.IsFull
                && batch.WaitingCount < _capacity
                && _queue.Reader.TryRead(out var pending))
            {
                batch.Offer(pending);
            }
            if (_isAbandoned)
            {
                foreach (var pending in batch.Commits)
                    pending.Fail(Stopping());
            }
            else if (!await TryAppendAsync([.. batch.Commits]))
            {
                FailWaiting(batch);
            }
        }
    }

    /// <summary>
    /// Lets the turns that are ready to run go first, as long as they bring more commits: those who were just answered
    /// send their next command. This costs no idle time, and batches of twice the size cost the store far less.
    /// </summary>
    private async ValueTask GatherAsync()
    {
        var before = -1;
        for (var turn = 0; turn < MaxGatheringTurns && _queue.Reader.Count > before; turn++)
        {
            before = _queue.Reader.Count;
            await Task.Yield();
        }
    }

    /// <summary>
    /// The store did not answer before its deadline. What waited behind was not sent, and making it wait through
    /// another deadline would outlast its callers: they learn at once that nothing was written.
    /// </summary>
    private void FailWaiting(AppendBatch batch)
    {
        List<PendingCommit> waiting = [.. batch.TakeWaiting()];
        for (var count = _queue.Reader.Count; count > 0 && _queue.Reader.TryRead(out var pending); count--)
            waiting.Add(pending);
        foreach (var pending in waiting)
        {
            pending.Fail(new EventStoreUnavailableException(ErrorCodes.StoreUnavailable,
                "The event store does not answer. Nothing was written; try again later."));
        }
    }

    private static EventStoreUnavailableException Stopping() => new(
        ErrorCodes.StoreUnavailable, "This silo is stopping; nothing was written. Send the command again.");

    /// <summary>Appends the batch and answers its callers; false if the store could not be reached.</summary>
    private async Task<bool> TryAppendAsync(PendingCommit[] batch)
    {
        IReadOnlyList<AppendResult> results;
        try
        {
            _metrics.BatchSent(batch.Length);
            results = await _store.AppendAsync(Array.ConvertAll(batch, static pending => pending.Commit));
            if (results.Count != batch.Length)
                throw new InvalidOperationException($"The store answered {results.Count} of {batch.Length} commits.");
        }
        catch (CommitRejectedException) when (batch.Length > 1)
        {
            // One commit holds what the store cannot take; halving finds it without failing the others.
            var half = batch.Length / 2;
            return await TryAppendAsync(batch[..half]) & await TryAppendAsync(batch[half..]);
        }
        // The pump serves every grain of the silo, so it hands each failure to those who wait and lives on.
        catch (Exception exception)
        {
            if (exception is not (EventStoreUnavailableException or CommitRejectedException))
                _metrics.AppendsUncertain(batch.Length);
            foreach (var pending in batch)
                pending.Fail(OwnFailure(exception, pending.Commit));
            return exception is CommitRejectedException;
        }
        for (var index = 0; index < batch.Length; index++)
        {
            if (results[index].Status == AppendStatus.Conflict)
                _metrics.AppendConflicted();
            batch[index].Succeed(results[index]);
        }
        return true;
    }

    /// <summary>Orleans marks exceptions while they travel, so two callers never share one.</summary>
    private static Exception OwnFailure(Exception exception, Commit commit) => exception switch
    {
        UncertainOutcomeException =>
            new UncertainOutcomeException(commit.Stream, commit.CommitId, exception.InnerException),
        EventStoreUnavailableException unavailable =>
            new EventStoreUnavailableException(unavailable.Code, unavailable.Message, unavailable.InnerException),
        CommitRejectedException => new CommitRejectedException(exception.Message, exception.InnerException),
        // A store that breaks its contract leaves the outcome open.
        _ => new UncertainOutcomeException(commit.Stream, commit.CommitId, exception),
    };
}
