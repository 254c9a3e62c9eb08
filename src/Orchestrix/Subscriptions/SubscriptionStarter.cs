using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Lifecycle;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Asks every partition to run, as soon as the silo serves, whenever the members of the cluster have changed, and again
/// and again: a partition whose silo died is placed anew by the first silo that asks after Orleans has noticed.
/// </summary>
internal sealed class SubscriptionStarter(
    SubscriptionRegistry registry, IGrainFactory grains, IOptions<SubscriptionOptions> options, TimeProvider time,
    IClusterMembershipService membership, ILogger<SubscriptionStarter> logger) : SiloWork(ServiceLifecycleStage.Active)
{
    protected override bool IsNeeded => options.Value.IsEnabled && registry.All.Count > 0;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        // One that takes long, for its silo does not answer, holds up no other.
        var partitions = new RepeatedCalls(
            [.. registry.All.SelectMany(Partitions).Select(name => (Func<Task>)(() =>
                grains.GetGrain<ISubscriptionPartitionGrain>(name).EnsureRunningAsync()))],
            exception => Tell(exception, stopping));
        var pace = new ClusterPace(membership, options.Value.WatchInterval, time, stopping);
        await using var ended = pace.ConfigureAwait(false);
        while (true)
        {
            partitions.MakeAll();
            await pace.NextAsync().ConfigureAwait(false);
        }
    }

    private void Tell(Exception exception, CancellationToken stopping)
    {
        if (!stopping.IsCancellationRequested)
            Log.NotAllRunning(logger, exception.GetType().Name, exception);
    }

    private static IEnumerable<string> Partitions(SubscriptionDefinition definition) =>
        Enumerable.Range(0, definition.Partitions).Select(partition => $"{definition.Name}/{partition}");
}
