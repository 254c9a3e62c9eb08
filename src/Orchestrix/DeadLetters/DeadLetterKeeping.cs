using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Lifecycle;

namespace Orchestrix.DeadLetters;

/// <summary>Counts the dead letters that wait, for the metric, and deletes those that were settled long ago.</summary>
internal sealed class DeadLetterKeeping(
    IServiceProvider services, OrchestrixMetrics metrics, IOptions<DeadLetterOptions> options, TimeProvider time,
    ILogger<DeadLetterKeeping> logger) : SiloWork(ServiceLifecycleStage.Active)
{
    protected override bool IsNeeded => services.GetService<IDeadLetterStore>() is not null;

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var store = services.GetRequiredService<IDeadLetterStore>();
        using var timer = new PeriodicTimer(options.Value.KeepingInterval, time);
        var isFailing = false;
        do
        {
            try
            {
                metrics.DeadLettersCounted(await store.CountUnsettledAsync(stopping));
                await DeleteOldAsync(store, stopping);
                isFailing = false;
            }
            // An outage of the store is told once; what was counted last stays.
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (!isFailing)
                    Log.KeepingFailed(logger, exception.GetType().Name, exception);
                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task DeleteOldAsync(IDeadLetterStore store, CancellationToken stopping)
    {
        var retention = options.Value.Retention;
        var before = time.GetUtcNow() - retention;
        if (await store.DeleteSettledAsync(before, cancellationToken: stopping) is > 0 and var count)
            Log.Deleted(logger, count, retention);
    }
}
