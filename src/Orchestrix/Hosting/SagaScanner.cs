using Microsoft.Extensions.Logging;
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

    // Each watchdog has a loop of its own: one that has much to wake, or whose silo does not answer, holds up no other.
    protected override Task RunAsync(CancellationToken stopping) =>
        Task.WhenAll(Enumerable.Range(0, SagaBucket.Count).Select(bucket => RunAsync(bucket, stopping)));

    private async Task RunAsync(int bucket, CancellationToken stopping)
    {
        var pace = new ClusterPace(membership, services.Options.ScanPeriod, services.Time, stopping);
        await using var ended = pace.ConfigureAwait(false);
        while (true)
        {
            try
            {
                await grains.GetGrain<ISagaWatchdogGrain>(bucket).ScanAsync().ConfigureAwait(false);
            }
            // A silo that has just died takes its calls with it; the next round asks again.
            catch (Exception exception)
            {
                Sagas.Log.WatchdogUnreachable(services.Logger, exception);
            }
            await pace.NextAsync().ConfigureAwait(false);
        }
    }
}
