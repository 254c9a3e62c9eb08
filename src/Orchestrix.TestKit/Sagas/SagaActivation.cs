using Orchestrix.Events;
using Orchestrix.Sagas;

namespace Orchestrix.TestKit.Sagas;

/// <summary>A saga in the memory of a simulated silo: the engine itself, in place of its grain.</summary>
internal sealed class SagaActivation : ISagaHost
{
    private readonly SagaWorld _world;
    private readonly StreamId _stream;
    private ITimer? _timer;
    private Task? _loading;

    public SagaActivation(SagaWorld world, StreamId stream, SagaServices services)
    {
        (_world, _stream) = (world, stream);
        Runner = new SagaRunner(stream, services, this);
        Commands = new SagaCommands(stream, services, Runner);
    }

    public SagaRunner Runner { get; }

    public SagaCommands Commands { get; }

    /// <summary>Loads the saga and takes it up, once.</summary>
    public Task LoadAsync() => _loading ??= LoadOnceAsync();

    public void TickIn(TimeSpan? due)
    {
        _timer?.Dispose();
        _timer = null;
        if (due is not { } time)
            return;
        _timer = _world.Time.CreateTimer(
            _ => _world.Scheduler.Start(Runner.TickAsync), null, time > TimeSpan.Zero ? time : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }

    public void KeepFor(TimeSpan time)
    {
    }

    public void Drop(string reason) => _world.Forget(_stream, this);

    private async Task LoadOnceAsync()
    {
        await Runner.LoadAsync();
        _ = Runner.ResumeAsync();
    }
}
