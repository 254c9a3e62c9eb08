using System.Threading.Channels;

namespace Orchestrix.Appending;

/// <summary>
/// The bounded queue of a lane. Whoever finds it full waits in order for a place, until its deadline. Safe for
/// concurrent use; one reader.
/// </summary>
internal sealed class AppendQueue
{
    private readonly Lock _gate = new();
    private readonly StreamQueues _queues;
    private readonly LinkedList<Latecomer> _latecomers = [];
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true });
    private bool _isClosed;

    public AppendQueue(AppenderOptions options)
    {
        _queues = new StreamQueues(options);
        Capacity = Math.Max(1, options.QueueCapacity / options.Lanes);
        StreamCapacity = Math.Clamp(options.StreamQueueCapacity, 1, Math.Max(1, Capacity / 2));
    }

    /// <summary>Most commits that hold a place.</summary>
    public int Capacity { get; }

    /// <summary>Most commits of one stream that hold a place: never so many that no other stream finds one.</summary>
    public int StreamCapacity { get; }

    /// <summary>The commits that hold a place.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _queues.Count;
        }
    }

    /// <summary>Hands a commit over.</summary>
    /// <param name="pending">The commit.</param>
    /// <param name="latecomer">The caller's place in front of the full queue; null in all other cases.</param>
    public Admission Enter(PendingCommit pending, out Latecomer? latecomer)
    {
        latecomer = null;
        lock (_gate)
        {
            if (_isClosed)
                return Admission.Closed;
            if (_queues.CountOf(pending.Commit.Stream) >= StreamCapacity)
                return Admission.StreamIsFull;
            // Nobody overtakes those who wait for a place: among them may be earlier commits of the same stream.
            if (_latecomers.Count > 0 || _queues.Count >= Capacity)
            {
                latecomer = new Latecomer(pending);
                _latecomers.AddLast(latecomer.Node);
                return Admission.Full;
            }
            _queues.Add(pending);
        }
        _filled.Writer.TryWrite(true);
        return Admission.Entered;
    }

    /// <summary>Gives up waiting for a place; false if there is nothing to give up any more.</summary>
    public bool TryLeave(Latecomer latecomer)
    {
        lock (_gate)
        {
            if (latecomer.Node.List is null)
                return false;
            _latecomers.Remove(latecomer.Node);
            return true;
        }
    }

    /// <summary>Waits until there is something to take; false if the queue is closed and empty.</summary>
    public async ValueTask<bool> WaitAsync()
    {
        while (Count == 0)
        {
            if (!await _filled.Reader.WaitToReadAsync())
                return Count > 0;
            _filled.Reader.TryRead(out _);
        }
        return true;
    }

    /// <summary>
    /// Takes the next batch, at most one commit of each stream and within the limits of the options, and lets in who
    /// waits for a place.
    /// </summary>
    public PendingCommit[] TakeBatch()
    {
        lock (_gate)
        {
            var batch = _queues.TakeBatch();
            while (_queues.Count < Capacity && _latecomers.First is { Value: var first })
            {
                _latecomers.RemoveFirst();
                var isFull = _queues.CountOf(first.Pending.Commit.Stream) >= StreamCapacity;
                if (!isFull)
                    _queues.Add(first.Pending);
                first.Leave(isFull ? Admission.StreamIsFull : Admission.Entered);
            }
            return batch;
        }
    }

    /// <summary>Takes everything, also what waits for a place, to be answered without being sent.</summary>
    public PendingCommit[] TakeAll()
    {
        lock (_gate)
        {
            List<PendingCommit> all = [.. _queues.TakeAll()];
            foreach (var latecomer in _latecomers)
            {
                all.Add(latecomer.Pending);
                latecomer.Leave(Admission.Entered);
            }
            _latecomers.Clear();
            return [.. all];
        }
    }

    /// <summary>Takes no more commits.</summary>
    public void Close()
    {
        lock (_gate)
            _isClosed = true;
        _filled.Writer.TryComplete();
    }
}
