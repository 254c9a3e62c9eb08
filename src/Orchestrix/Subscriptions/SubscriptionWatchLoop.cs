using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Lifecycle;

namespace Orchestrix.Subscriptions;

/// <summary>Measures the lag of all subscriptions again and again, on a silo that defines some.</summary>
internal sealed class SubscriptionWatchLoop(
    SubscriptionRegistry registry, IServiceProvider services, IOptions<SubscriptionOptions> options, TimeProvider time,
    ILogger<SubscriptionWatchLoop> logger) : SiloWork(ServiceLifecycleStage.Active)
{
    protected override bool IsNeeded => registry.All.Count > 0;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var watch = services.GetRequiredService<SubscriptionWatch>();
        using var timer = new PeriodicTimer(options.Value.WatchInterval, time);
        var isFailing = false;
        while (await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await watch.MeasureAsync(stopping);
                isFailing = false;
            }
            // An outage of the store is told once; what was measured last stays.
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (!isFailing)
                    Log.WatchFailed(logger, exception.GetType().Name, exception);
                isFailing = true;
            }
        }
    }
}
