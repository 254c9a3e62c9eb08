using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>
/// Snapshots that wait to be written: of each stream the newest only, within the limits. Safe for concurrent use.
/// </summary>
internal sealed class SnapshotQueue
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, Snapshot> _newest = [];
    private readonly Channel<StreamId> _order;
    private readonly SnapshotOptions _options;
    private long _bytes;

    public SnapshotQueue(SnapshotOptions options)
    {
        _options = options;
        _order = Channel.CreateBounded<StreamId>(new BoundedChannelOptions(options.QueueCapacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    /// <summary>Never waits; false if the queue is full or closed.</summary>
    public bool TryAdd(Snapshot snapshot)
    {
        lock (_gate)
        {
            _newest.TryGetValue(snapshot.Stream, out var waiting);
            if (waiting is not null && waiting.Version > snapshot.Version)
                return true;
            var bytes = _bytes - (waiting?.State.Length ?? 0) + snapshot.State.Length;
            if (bytes > _options.MaxQueueBytes || (waiting is null && !_order.Writer.TryWrite(snapshot.Stream)))
                return false;
            (_newest[snapshot.Stream], _bytes) = (snapshot, bytes);
            return true;
        }
    }

    /// <summary>Takes no more; what waits can still be taken out.</summary>
    public void Close() => _order.Writer.TryComplete();

    /// <summary>Returns when something waits; false when the queue is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _order.Reader.WaitToReadAsync();

    /// <summary>Takes what waited longest, up to the limits of one write.</summary>
    public List<Snapshot> TakeBatch()
    {
        var batch = new List<Snapshot>();
        long bytes = 0;
        while (batch.Count < _options.MaxBatchSnapshots && bytes < _options.MaxBatchBytes
            && TryTake(out var snapshot))
        {
            batch.Add(snapshot);
            bytes += snapshot.State.Length;
        }
        return batch;
    }

    private bool TryTake([NotNullWhen(true)] out Snapshot? snapshot)
    {
        snapshot = null;
        lock (_gate)
        {
            if (!_order.Reader.TryRead(out var stream) || !_newest.Remove(stream, out snapshot))
                return false;
            _bytes -= snapshot.State.Length;
            return true;
        }
    }
}
