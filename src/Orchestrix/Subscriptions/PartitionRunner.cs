using Microsoft.Extensions.Logging;
using Orchestrix.Diagnostics;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.Projections;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Reads for one partition: becomes its owner, reads pages behind the checkpoint, hands them to the processor in order,
/// and begins again at the checkpoint after a failure. Ends when another owner has taken over.
/// </summary>
internal sealed class PartitionRunner(
    SubscriptionDefinition definition, SubscriptionPartition partition, IPageProcessor processor, LogFeed feed,
    SubscriptionOptions options, string owner, OrchestrixMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly LogFilter _filter = definition.Filter.InPartition(partition.Partition, partition.Partitions);
    private TaskCompletionSource _retry = NewRetry();
    private PartitionStatus _status = new()
    {
        Partition = partition,
        State = PartitionState.Starting,
        Owner = owner,
        HandledTo = 0,
        RecordedTo = 0,
    };

    /// <summary>How it fares.</summary>
    public PartitionStatus Status => Volatile.Read(ref _status);

    /// <summary>Ends the pause after a failure, or the stop at an event that cannot be handled.</summary>
    public void Retry() => Volatile.Read(ref _retry).TrySetResult();

    /// <summary>Runs until another owner takes over or it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var before = Status.RecordedTo;
                var pause = await TryRunAsync(cancellationToken).ConfigureAwait(false);
                failures = Status.RecordedTo > before ? 1 : failures + 1;
                await PauseAsync(pause ?? Backoff(failures), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (SubscriptionFencedException)
        {
            Log.Fenced(logger, partition);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The silo stops, or the grain moves: the next owner goes on at the checkpoint.
        }
        finally
        {
            Set(Status with { State = PartitionState.Ended });
        }
    }

    /// <summary>Runs until something fails; returns how long to pause, or null to back off.</summary>
    private async Task<TimeSpan?> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var owned = await processor.AcquireAsync(owner, cancellationToken).ConfigureAwait(false);
            Set(Status with
            {
                State = PartitionState.Running,
                HandledTo = owned.Position,
                RecordedTo = owned.Position,
            });
            Log.Started(logger, partition, owned.Position, owned.Epoch);
            using var cursor = feed.Open(_filter);
            await ReadAsync(cursor, owned, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (exception is CheckpointMismatchException or SubscriptionStoppedException)
        {
            Log.Stopped(logger, partition, exception.Message);
            Set(Status with { State = PartitionState.Stopped, Failure = exception.Message });
            return options.MaxPause;
        }
        catch (ProjectionReplacedException exception)
        {
            Log.Replaced(logger, partition, exception.Message);
            Set(Status with { State = PartitionState.Starting, Failure = exception.Message });
            return null;
        }
        // Whatever a handler or the store throws, the partition begins again at its checkpoint.
        catch (Exception exception) when (exception is not (SubscriptionFencedException or OperationCanceledException))
        {
            Log.Failed(logger, partition, exception.GetType().Name, exception);
            Set(Status with { State = PartitionState.Starting, Failure = Describe(exception) });
            return null;
        }
    }

    private async Task ReadAsync(LogCursor cursor, Checkpoint owned, CancellationToken cancellationToken)
    {
        var position = owned.Position;
        Task<LogPage>? next = null;
        try
        {
            while (true)
            {
                var page = await (next ?? NextAsync(position)).ConfigureAwait(false);
                next = null;
                if (page.ScannedTo == position)
                {
                    Advance(position, await processor.IdleAsync(owned, cancellationToken).ConfigureAwait(false));
                    continue;
                }
                position = page.ScannedTo;
                // Behind the buffer the next page is read while this one is handled. At the end of the log that would
                // only make pages smaller.
                if (cursor.IsBehind(position))
                    next = NextAsync(position);
                Advance(position, await ProcessAsync(owned, page, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was handled is recorded if the store answers, so that the next owner handles little twice.
            await processor.FlushAsync(owned, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // The cursor is one reader's.
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<LogPage> NextAsync(long after) =>
            cursor.ReadAsync(after, definition.BatchSize, options.IdleAfter, cancellationToken);
    }

    private async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        using var span = SubscriptionTrace.StartPage(partition, page);
        var started = time.GetTimestamp();
        try
        {
            var recordedTo = await processor.ProcessAsync(owned, page, cancellationToken).ConfigureAwait(false);
            // Handlers are measured event by event, where they are called.
            if (definition.IsProjection)
                metrics.PageProcessed(page.Events, time.GetElapsedTime(started));
            return recordedTo;
        }
        catch (Exception exception) when (SubscriptionTrace.Fail(span, exception))
        {
            throw;
        }
    }

    private void Advance(long handledTo, long recordedTo)
    {
        if (Status.RecordedTo != recordedTo || Status.HandledTo != handledTo)
            Set(Status with { HandledTo = handledTo, RecordedTo = recordedTo, Failure = null });
    }

    private TimeSpan Backoff(int failures)
    {
        var pause = options.MinPause * Math.Pow(2, Math.Min(failures - 1, 20));
        return (pause < options.MaxPause ? pause : options.MaxPause) * (0.5 + Random.Shared.NextDouble() / 2);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Volatile.Read(ref _retry).Task.WaitAsync(pause, time, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _retry, NewRetry());
        }
        catch (TimeoutException)
        {
            // The pause is over.
        }
    }

    private void Set(PartitionStatus status) => Volatile.Write(ref _status, status);

    // The message of a foreign exception may quote what a handler worked on.
    private static string Describe(Exception exception) =>
        exception is IErrorCode
            ? exception.Message
            : $"{exception.GetType().Name} was thrown; the log of the silo has it.";

    private static TaskCompletionSource NewRetry() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
