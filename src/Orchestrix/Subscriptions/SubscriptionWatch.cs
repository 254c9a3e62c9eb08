using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Measures how far every partition is behind, and notices one that makes no progress while the log has events for it:
/// said once, counted, and seen by health checks. It reads the checkpoints, not the owners, so a partition that nobody
/// runs is noticed like one that hangs.
/// </summary>
public sealed class SubscriptionWatch(
    ICheckpointStore checkpoints, IEventStore store, IOptions<SubscriptionOptions> options, OrchestrixMetrics metrics,
    TimeProvider time, ILogger<SubscriptionWatch> logger)
{
    private readonly Dictionary<SubscriptionPartition, Seen> _seen = [];
    private IReadOnlyList<SubscriptionLag> _lags = [];

    /// <summary>What was measured last.</summary>
    public IReadOnlyList<SubscriptionLag> Lags => Volatile.Read(ref _lags);

    /// <summary>The partitions that make no progress.</summary>
    public IEnumerable<SubscriptionLag> Stalled => Lags.Where(static lag => lag.IsStalled);

    /// <summary>How far every partition is just now; whether it stalls is what was measured last.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    public async Task<IReadOnlyList<PartitionProgress>> LookAsync(CancellationToken cancellationToken)
    {
        var stalled = Stalled.Select(static lag => lag.Partition).ToHashSet();
        var present = await checkpoints.ListAsync(cancellationToken).ConfigureAwait(false);
        var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var all = new List<PartitionProgress>(present.Count);
        foreach (var checkpoint in present)
        {
            var (behind, timeBehind) = await BehindAsync(checkpoint, head, now, cancellationToken)
                .ConfigureAwait(false);
            all.Add(new PartitionProgress(checkpoint, new SubscriptionLag(
                checkpoint.Partition, checkpoint.Position, behind, timeBehind,
                behind > 0 && stalled.Contains(checkpoint.Partition), checkpoint.Failure)));
        }
        return all;
    }

    /// <summary>Measures once. Not for concurrent use.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        // The checkpoints first: none is then beyond the end that is read after them.
        var present = await checkpoints.ListAsync(cancellationToken).ConfigureAwait(false);
        var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var lags = new List<SubscriptionLag>(present.Count);
        foreach (var checkpoint in present)
            lags.Add(await MeasureAsync(checkpoint, head, cancellationToken).ConfigureAwait(false));
        foreach (var gone in _seen.Keys.Except(present.Select(static one => one.Partition)).ToArray())
            _seen.Remove(gone);
        Volatile.Write(ref _lags, lags);
        metrics.SubscriptionsMeasured(lags);
    }

    private async Task<SubscriptionLag> MeasureAsync(
        Checkpoint checkpoint, long head, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (partition, position) = (checkpoint.Partition, checkpoint.Position);
        var (behind, timeBehind) = await BehindAsync(checkpoint, head, now, cancellationToken).ConfigureAwait(false);
        if (!_seen.TryGetValue(partition, out var seen) || seen.Position != position || behind == 0)
        {
            if (seen?.IsTold == true)
                Log.Recovered(logger, partition);
            _seen[partition] = new Seen(position, now);
            return new SubscriptionLag(partition, position, behind, timeBehind, false, checkpoint.Failure);
        }
        var isStalled = now - seen.Since >= options.Value.StalledAfter;
        if (isStalled && !seen.IsTold)
        {
            seen.IsTold = true;
            metrics.SubscriptionStalled(partition.Subscription);
            Log.Stalled(logger, partition, position, behind, seen.Since);
        }
        return new SubscriptionLag(partition, position, behind, timeBehind, isStalled, checkpoint.Failure);
    }

    private async Task<(long Events, TimeSpan Time)> BehindAsync(
        Checkpoint checkpoint, long head, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var behind = Math.Max(0, head - checkpoint.Position);
        if (behind == 0)
            return (0, TimeSpan.Zero);
        var page = await store.ReadLogPageAsync(checkpoint.Position, 1, LogFilter.Everything, cancellationToken)
            .ConfigureAwait(false);
        return (behind, page.Events is [var next] && now > next.RecordedAt ? now - next.RecordedAt : TimeSpan.Zero);
    }

    private sealed class Seen(long position, DateTimeOffset since)
    {
        public long Position { get; } = position;

        public DateTimeOffset Since { get; } = since;

        public bool IsTold { get; set; }
    }
}
