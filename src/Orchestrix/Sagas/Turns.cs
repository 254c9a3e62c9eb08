namespace Orchestrix.Sagas;

/// <summary>
/// Lets asynchronous work pass one at a time, in the order of its coming, on one scheduler. Unlike a semaphore it never
/// goes through the thread pool, so that a simulation owns every step.
/// </summary>
internal sealed class Turns
{
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    public Task EnterAsync()
    {
        if (!_isTaken)
        {
            _isTaken = true;
            return Task.CompletedTask;
        }
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(turn);
        return turn.Task;
    }

    public void Leave()
    {
        if (_waiting.TryDequeue(out var next))
            next.SetResult();
        else
            _isTaken = false;
    }
}
