using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>A commit that waits for its batch, and the caller who waits for the answer.</summary>
internal sealed class PendingCommit(Commit commit)
{
    // Continuations must not run on the pump: a caller's work would hold up every other caller.
    private readonly TaskCompletionSource<AppendResult> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Commit Commit { get; } = commit;

    public long Bytes { get; } = Sum(commit.Events);

    public Task<AppendResult> Answer => _answer.Task;

    public void Succeed(AppendResult result) => _answer.SetResult(result);

    public void Fail(Exception exception) => _answer.SetException(exception);

    private static long Sum(IReadOnlyList<EventData> events)
    {
        long bytes = 0;
        for (var index = 0; index < events.Count; index++)
            bytes += events[index].Json.Length;
        return bytes;
    }
}
