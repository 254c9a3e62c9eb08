using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;

namespace Orchestrix.Appending;

/// <summary>
/// One for each silo and log: takes whatever waits into one round trip to the store, at once, so that batches grow with
/// the load and a single caller never waits for company. Each caller gets its own answer.
/// </summary>
internal sealed class BatchingAppender : IEventAppender, IAsyncDisposable
{
    private readonly IEventStore _store;
    private readonly AppenderOptions _options;
    private readonly TimeProvider _time;
    private readonly Channel<PendingCommit> _queue;
    private readonly Task _pump;
    private volatile bool _isAbandoned;

    public BatchingAppender(IEventStore store, IOptions<AppenderOptions> options, TimeProvider time)
    {
        (_store, _options, _time) = (store, options.Value, time);
        _queue = Channel.CreateBounded<PendingCommit>(new BoundedChannelOptions(_options.QueueCapacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
        // The pump belongs to no grain: it must not inherit a grain's scheduler or request context.
        using (ExecutionContext.SuppressFlow())
            _pump = Task.Run(PumpAsync);
    }

    public async Task<AppendResult> AppendAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        CommitRules.Check(commit);
        var pending = new PendingCommit(commit);
        if (!_queue.Writer.TryWrite(pending))
            await EnqueueAsync(pending, cancellationToken);
        return await pending.Answer;
    }

    /// <summary>
    /// Takes no more commits, and returns when those that were taken have their answers. Cancelled, it returns at once:
    /// the batch under way may still end, and what waits behind it is told that nothing was written.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
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

    public ValueTask DisposeAsync() => _isAbandoned ? ValueTask.CompletedTask : new(DrainAsync());

    private async Task EnqueueAsync(PendingCommit pending, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.QueueTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await _queue.Writer.WriteAsync(pending, either.Token);
        }
        catch (ChannelClosedException)
        {
            throw Stopping();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
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
            batch.StartNext();
            // What waits behind its own stream is bounded too: it counts as taken from the queue.
            while (!batch.IsFull
                && batch.WaitingCount < _options.QueueCapacity
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
    /// The store did not answer before its deadline. What waited behind was not sent, and making it wait through
    /// another deadline would outlast its callers: they learn at once that nothing was written.
    /// </summary>
    private void FailWaiting(AppendBatch batch)
    {
        var waiting = new List<PendingCommit>(batch.TakeWaiting());
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
            foreach (var pending in batch)
                pending.Fail(OwnFailure(exception, pending.Commit));
            return exception is CommitRejectedException;
        }
        for (var index = 0; index < batch.Length; index++)
            batch[index].Succeed(results[index]);
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
