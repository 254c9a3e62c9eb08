using Orchestrix.Snapshots;

namespace Orchestrix.Hosting;

/// <summary>
/// Writes the last snapshots when the silo stops, after the grains, as <see cref="AppenderLifecycle"/> does for events;
/// but only for a short while.
/// </summary>
internal sealed class SnapshotLifecycle(SnapshotWriter writer) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SnapshotWriter),
        ServiceLifecycleStage.RuntimeInitialize,
        static _ => Task.CompletedTask,
        writer.DrainAsync);
}
