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
        var pace = new ClusterPace(membership, options.Value.WatchInterval, time, stopping);
        await using var ended = pace.ConfigureAwait(false);
        for (var isFailing = false; ; await pace.NextAsync().ConfigureAwait(false))
        {
            try
            {
                await Task.WhenAll(registry.All.SelectMany(AskAll));
                isFailing = false;
            }
            // A silo that has just died takes its calls with it; the next round asks again.
            catch (Exception exception)
            {
                if (!isFailing && !stopping.IsCancellationRequested)
                    Log.NotAllRunning(logger, exception.GetType().Name, exception);
                isFailing = true;
            }
        }
    }

    private IEnumerable<Task> AskAll(SubscriptionDefinition definition)
    {
        for (var partition = 0; partition < definition.Partitions; partition++)
        {
            yield return grains.GetGrain<ISubscriptionPartitionGrain>($"{definition.Name}/{partition}")
                .EnsureRunningAsync();
        }
    }
}
