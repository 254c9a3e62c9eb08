namespace Orchestrix.TestKit.Sagas;

/// <summary>Runs tasks one at a time on the thread that asks for it, in an order that somebody else chooses.</summary>
internal sealed class SimulationScheduler : TaskScheduler
{
    private readonly Lock _gate = new();
    private readonly List<Task> _ready = [];

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Starts asynchronous work on this scheduler.</summary>
    public Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    /// <summary>Runs one of the tasks that are ready; false if there is none.</summary>
    /// <param name="pick">Chooses a number below the one given.</param>
    public bool RunOne(Func<int, int> pick)
    {
        Task task;
        lock (_gate)
        {
            if (_ready.Count == 0)
                return false;
            var index = pick(_ready.Count);
            task = _ready[index];
            _ready.RemoveAt(index);
        }
        TryExecuteTask(task);
        return true;
    }

    protected override void QueueTask(Task task)
    {
        lock (_gate)
            _ready.Add(task);
    }

    // Inlining would take the choice of the order away.
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _ready];
    }
}
