using Orchestrix.Lifecycle;
using Orchestrix.Sagas;

namespace Orchestrix.Hosting;

/// <summary>
/// Calls the watchdogs of sagas when the silo starts, whenever the members of the cluster have changed, and again and
/// again until it stops. Every silo does; a watchdog that was called a moment ago by another one does nothing.
/// </summary>
internal sealed class SagaScanner(
    IGrainFactory grains, SagaServices services, IClusterMembershipService membership)
    : SiloWork(ServiceLifecycleStage.Active)
{
    protected override bool IsNeeded => services.Sagas.Names.Any();

    protected override async Task RunAsync(CancellationToken stopping)
    {
        // One that has much to wake, or whose silo does not answer, holds up no other.
        var watchdogs = new RepeatedCalls(
            [.. Enumerable.Range(0, SagaBucket.Count).Select(bucket => (Func<Task>)(() =>
                grains.GetGrain<ISagaWatchdogGrain>(bucket).ScanAsync()))],
            exception => Tell(exception, stopping));
        var pace = new ClusterPace(membership, services.Options.ScanPeriod, services.Time, stopping);
        await using var ended = pace.ConfigureAwait(false);
        while (true)
        {
            watchdogs.MakeAll();
            await pace.NextAsync().ConfigureAwait(false);
        }
    }

    private void Tell(Exception exception, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
            Sagas.Log.WatchdogUnreachable(services.Logger, exception);
    }
}
