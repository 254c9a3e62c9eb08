using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>A commit that waits for its batch, and the caller who waits for the answer.</summary>
internal sealed class PendingCommit(Commit commit)
{
    // Continuations must not run on the pump: a caller's work would hold up every other caller.
    private readonly TaskCompletionSource<AppendResult> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Commit Commit { get; } = commit;

    public long Bytes { get; } = commit.Events.Sum(static @event => (long)@event.Json.Length);

    public Task<AppendResult> Answer => _answer.Task;

    public void Succeed(AppendResult result) => _answer.SetResult(result);

    public void Fail(Exception exception) => _answer.SetException(exception);
}
