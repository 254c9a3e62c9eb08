using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>A commit that waits for its batch, and the caller who waits for the answer.</summary>
/// <param name="commit">The commit, which keeps the rules.</param>
/// <param name="handedOver">When the caller handed it over, as a timestamp of the time provider.</param>
internal sealed class PendingCommit(Commit commit, long handedOver)
{
    // Continuations must not run on the pump: a caller's work would hold up every other caller.
    private readonly TaskCompletionSource<AppendResult> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Commit Commit { get; } = commit;

    public long HandedOver { get; } = handedOver;

    public int Events { get; } = commit.Events.Count;

    public long Bytes { get; } = Sum(commit.Events);

    /// <summary>The commit behind this one on the same stream; the queue's own.</summary>
    public PendingCommit? Next { get; set; }

    public Task<AppendResult> Answer => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    public void Succeed(AppendResult result) => _answer.TrySetResult(result);

    /// <summary>Does nothing if the caller has an answer.</summary>
    public void Fail(Exception exception) => _answer.TrySetException(exception);

    private static long Sum(IReadOnlyList<EventData> events)
    {
        long bytes = 0;
        for (var index = 0; index < events.Count; index++)
            bytes += events[index].Json.Length;
        return bytes;
    }
}
