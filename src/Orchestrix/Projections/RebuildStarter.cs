using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Lifecycle;
using Orchestrix.Subscriptions;

namespace Orchestrix.Projections;

/// <summary>
/// Looks again and again for rebuilds that are not over, and has them worked on: those that were asked for on the
/// command line, and those whose silo died.
/// </summary>
internal sealed class RebuildStarter(
    IEnumerable<Projection> projections, IServiceProvider services, IGrainFactory grains,
    IOptions<SubscriptionOptions> options, TimeProvider time, ILogger<RebuildStarter> logger)
    : SiloWork(ServiceLifecycleStage.Active)
{
    private readonly HashSet<string> _names = [.. projections.Select(static one => one.Name)];

    protected override bool IsNeeded =>
        options.Value.IsEnabled && _names.Count > 0 && services.GetService<IProjectionCatalog>() is not null;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var catalog = services.GetRequiredService<IProjectionCatalog>();
        using var timer = new PeriodicTimer(options.Value.WatchInterval, time);
        var isFailing = false;
        do
        {
            try
            {
                var unfinished = await catalog.ListUnfinishedAsync(stopping);
                await Task.WhenAll(unfinished.Where(_names.Contains)
                    .Select(name => grains.GetGrain<IProjectionRebuildGrain>(name).EnsureRunningAsync()));
                isFailing = false;
            }
            // An outage is told once; the next round looks again.
            catch (Exception exception)
            {
                if (!isFailing && !stopping.IsCancellationRequested)
                    Log.RebuildsNotStarted(logger, exception.GetType().Name, exception);
                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }
}
