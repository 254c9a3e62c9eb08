using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Feed;

/// <summary>
/// The newest events of the log, without a gap: a ring from which all readers of a silo are served. Safe for concurrent
/// use.
/// </summary>
internal sealed class TailBuffer
{
    private readonly Lock _gate = new();
    private readonly RecordedEvent[] _ring;
    private readonly long _maxBytes;
    private TaskCompletionSource _grown = New();
    private long _after;
    private long _end;
    private long _bytes;

    public TailBuffer(int maxEvents, long maxBytes) => (_ring, _maxBytes) = (new RecordedEvent[maxEvents], maxBytes);

    /// <summary>The position behind which the buffer begins.</summary>
    public long After => Volatile.Read(ref _after);

    /// <summary>The position of the last event.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Throws everything away and begins behind a position.</summary>
    public void Restart(long after)
    {
        lock (_gate)
        {
            Array.Clear(_ring);
            _bytes = 0;
            Volatile.Write(ref _after, after);
            Volatile.Write(ref _end, after);
        }
    }

    /// <summary>Adds the next events.</summary>
    /// <exception cref="LogIntegrityException">They do not follow the last one without a gap.</exception>
    public void Add(IReadOnlyList<RecordedEvent> events)
    {
        TaskCompletionSource? grown = null;
        try
        {
            lock (_gate)
            {
                (grown, _grown) = (_grown, New());
                foreach (var recorded in events)
                    Add(recorded);
            }
        }
        finally
        {
            // What came before a gap is there, and whoever waits looks at it.
            grown?.SetResult();
        }
    }

    /// <summary>Ends when an event was added after this call.</summary>
    /// <param name="end">The end that the caller knows.</param>
    public Task GrownAsync(long end)
    {
        lock (_gate)
            return _end > end ? Task.CompletedTask : _grown.Task;
    }

    /// <summary>
    /// The events behind a position, as many as fit; false if the position is not within the buffer.
    /// </summary>
    public bool TryRead(long after, Span<RecordedEvent> into, out int count)
    {
        lock (_gate)
        {
            count = 0;
            if (after < _after || after > _end)
                return false;
            count = (int)Math.Min(into.Length, _end - after);
            for (var index = 0; index < count; index++)
                into[index] = _ring[Slot(after + 1 + index)];
            return true;
        }
    }

    private void Add(RecordedEvent recorded)
    {
        if (recorded.Position != _end + 1)
            throw new LogIntegrityException(_end + 1, recorded.Position);
        // Over the byte limit the oldest go, but the newest stays, however large it is.
        while (_end > _after
            && (_end - _after == _ring.Length || _bytes + recorded.Json.Length > _maxBytes))
        {
            var slot = Slot(_after + 1);
            _bytes -= _ring[slot].Json.Length;
            _ring[slot] = null!;
            Volatile.Write(ref _after, _after + 1);
        }
        _ring[Slot(recorded.Position)] = recorded;
        _bytes += recorded.Json.Length;
        Volatile.Write(ref _end, recorded.Position);
    }

    private int Slot(long position) => (int)(position % _ring.Length);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
