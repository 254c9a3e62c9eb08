using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>
/// The commits of one round trip: at most one for each stream, within the limits. A commit that does not fit waits,
/// and so does everything behind it on the same stream, so that a stream is written in order.
/// </summary>
internal sealed class AppendBatch(AppenderOptions options)
{
    private readonly List<PendingCommit> _commits = [];
    private readonly HashSet<StreamId> _streams = [];
    private readonly LinkedList<PendingCommit> _waiting = [];
    private long _events;
    private long _bytes;

    public IReadOnlyList<PendingCommit> Commits => _commits;

    /// <summary>The commits that were taken from the queue but not into a batch yet.</summary>
    public int WaitingCount => _waiting.Count;

    public bool IsFull =>
        _commits.Count >= options.MaxBatchCommits
        || _events >= options.MaxBatchEvents
        || _bytes >= options.MaxBatchBytes;

    /// <summary>Empties the batch and moves in what waited longest.</summary>
    public void StartNext()
    {
        _commits.Clear();
        _streams.Clear();
        (_events, _bytes) = (0, 0);
        for (var node = _waiting.First; node is not null && !IsFull;)
        {
            var next = node.Next;
            if (_streams.Add(node.Value.Commit.Stream))
            {
                Take(node.Value);
                _waiting.Remove(node);
            }
            node = next;
        }
    }

    /// <summary>Takes the commit into the batch, or lets it wait behind the one of the same stream.</summary>
    public void Offer(PendingCommit pending)
    {
        if (_streams.Add(pending.Commit.Stream))
            Take(pending);
        else
            _waiting.AddLast(pending);
    }

    /// <summary>Takes everything that waits, to be answered without being sent.</summary>
    public IReadOnlyList<PendingCommit> TakeWaiting()
    {
        var waiting = _waiting.ToArray();
        _waiting.Clear();
        return waiting;
    }

    private void Take(PendingCommit pending)
    {
        _commits.Add(pending);
        _events += pending.Commit.Events.Count;
        _bytes += pending.Bytes;
    }
}
