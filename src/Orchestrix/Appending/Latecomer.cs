namespace Orchestrix.Appending;

/// <summary>A commit in front of a full queue.</summary>
internal sealed class Latecomer
{
    private readonly TaskCompletionSource<Admission> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Latecomer(PendingCommit pending) => (Pending, Node) = (pending, new LinkedListNode<Latecomer>(this));

    public PendingCommit Pending { get; }

    public LinkedListNode<Latecomer> Node { get; }

    /// <summary>
    /// What the queue decided when a place came free. <see cref="Admission.Entered"/> means that the commit is answered
    /// without the caller's doing.
    /// </summary>
    public Task<Admission> Left => _left.Task;

    public void Leave(Admission admission) => _left.TrySetResult(admission);
}
