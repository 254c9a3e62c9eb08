using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>
/// Looks at every event, and records how far it has come once a second, as event handlers do. What it does with an
/// event is next to nothing: the cost of reading is measured, not that of a user's work.
/// </summary>
internal sealed class Follower(ICheckpointStore checkpoints, SubscriptionPartition partition) : IPageProcessor
{
    private static readonly TimeSpan RecordEvery = TimeSpan.FromSeconds(1);

    private long _handledTo;
    private long _recordedTo;
    private long _recorded;
    private long _bytes;

    /// <summary>The position up to which every event was looked at.</summary>
    public long HandledTo => Volatile.Read(ref _handledTo);

    /// <summary>Bytes of all events that it has seen.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        var owned = await checkpoints.AcquireAsync(partition, owner, SubscriptionStart.End, cancellationToken);
        _recordedTo = owned.Position;
        Volatile.Write(ref _handledTo, owned.Position);
        return owned;
    }

    public Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        foreach (var recorded in page.Events)
            _bytes += recorded.Json.Length;
        Volatile.Write(ref _handledTo, page.ScannedTo);
        return TimeProvider.System.GetElapsedTime(_recorded) < RecordEvery
            ? Task.FromResult(_recordedTo) : FlushAsync(owned, cancellationToken);
    }

    public async Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        _recorded = TimeProvider.System.GetTimestamp();
        if (_handledTo > _recordedTo)
        {
            await checkpoints.SaveAsync(owned, _handledTo, cancellationToken: cancellationToken);
            _recordedTo = _handledTo;
        }
        return _recordedTo;
    }
}
