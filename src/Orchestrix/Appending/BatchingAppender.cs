using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Events;
using Orchestrix.EventStore;
using Orchestrix.Feed;
using Orchestrix.Tenants;

namespace Orchestrix.Appending;

/// <summary>
/// One for each silo and log: batches what its grains append. Every stream has its lane, so that its commits are
/// written in order, one at a time. With two lanes the silo makes and answers one batch while the store writes the
/// other.
/// </summary>
internal sealed class BatchingAppender : IEventAppender, IAsyncDisposable
{
    private readonly AppendLane[] _lanes;
    private readonly LogHead _head;
    private bool _isDrained;

    public BatchingAppender(
        IEventStore store, IOptions<AppenderOptions> options, TimeProvider time, OrchestrixMetrics metrics,
        LogHead head)
    {
        _head = head;
        _lanes = new AppendLane[options.Value.Lanes];
        for (var index = 0; index < _lanes.Length; index++)
            _lanes[index] = new AppendLane(store, options.Value, time, metrics, head);
    }

    /// <summary>What the metrics tell of it.</summary>
    public OrchestrixMetrics.AppendGauges Gauges => new(
        () => _lanes.Sum(static lane => lane.Waiting), _lanes.Sum(static lane => lane.Capacity), () => _head.Position);

    public Task<AppendResult> AppendAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        try
        {
            CommitRules.Check(commit);
            commit = StreamTenant.Recorded(commit);
        }
        // Told like every other failure: to whoever awaits.
        catch (Exception exception)
        {
            return Task.FromException<AppendResult>(exception);
        }
        return LaneOf(commit.Stream).AppendAsync(commit, cancellationToken);
    }

    /// <summary>
    /// Takes no more commits, and returns when those that were taken have their answers. Cancelled, it returns at once:
    /// the batches under way may still end, and what waits behind them is told that nothing was written.
    /// </summary>
    public Task DrainAsync(CancellationToken cancellationToken = default)
    {
        _isDrained = true;
        return Task.WhenAll(Array.ConvertAll(_lanes, lane => lane.DrainAsync(cancellationToken)));
    }

    public ValueTask DisposeAsync() => _isDrained ? ValueTask.CompletedTask : new(DrainAsync());

    private AppendLane LaneOf(StreamId stream) => _lanes[(uint)stream.GetHashCode() % (uint)_lanes.Length];
}
