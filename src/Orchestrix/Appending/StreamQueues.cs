using System.Runtime.InteropServices;
using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>
/// A queue for each stream, in which the streams take turns: a batch takes the first commit of each stream whose turn
/// it is, and who has more waits behind all others. Each operation costs the same however many commits wait. Not safe
/// for concurrent use.
/// </summary>
internal sealed class StreamQueues(AppenderOptions options)
{
    private readonly Dictionary<StreamId, Line> _lines = [];
    // The first commit of each line, in the order of the turns.
    private readonly Queue<PendingCommit> _turns = new();

    /// <summary>The commits that wait.</summary>
    public int Count { get; private set; }

    /// <summary>The commits of one stream that wait.</summary>
    public int CountOf(StreamId stream) => _lines.TryGetValue(stream, out var line) ? line.Count : 0;

    public void Add(PendingCommit pending)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, pending.Commit.Stream, out var exists);
        if (exists)
            line.Last.Next = pending;
        else
            _turns.Enqueue(pending);
        line = new Line(pending, line.Count + 1);
        Count++;
    }

    /// <summary>Takes the next batch: at most one commit of each stream, within the limits of the options.</summary>
    public PendingCommit[] TakeBatch()
    {
        var (commits, events, bytes) = (0, 0L, 0L);
        // Who comes on during this batch has its turn in the next one.
        var batch = new PendingCommit[Math.Min(_turns.Count, options.MaxBatchCommits)];
        while (commits < batch.Length && events < options.MaxBatchEvents && bytes < options.MaxBatchBytes)
        {
            var pending = batch[commits++] = TakeFirst();
            events += pending.Events;
            bytes += pending.Bytes;
        }
        return commits == batch.Length ? batch : batch[..commits];
    }

    /// <summary>Takes everything.</summary>
    public PendingCommit[] TakeAll()
    {
        var all = new PendingCommit[Count];
        for (var index = 0; index < all.Length; index++)
            all[index] = TakeFirst();
        return all;
    }

    private PendingCommit TakeFirst()
    {
        var first = _turns.Dequeue();
        var stream = first.Commit.Stream;
        if (first.Next is { } next)
        {
            first.Next = null;
            CollectionsMarshal.GetValueRefOrNullRef(_lines, stream).Count--;
            _turns.Enqueue(next);
        }
        else
        {
            _lines.Remove(stream);
        }
        Count--;
        return first;
    }

    private struct Line(PendingCommit last, int count)
    {
        public PendingCommit Last = last;
        public int Count = count;
    }
}
