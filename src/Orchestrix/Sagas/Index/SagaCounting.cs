using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Lifecycle;

namespace Orchestrix.Sagas;

/// <summary>
/// Counts the sagas of the index, for the metrics: so that a silo that has just started tells of those that were parked
/// before.
/// </summary>
internal sealed class SagaCounting(IServiceProvider provider, SagaServices services)
    : SiloWork(ServiceLifecycleStage.Active)
{
    protected override bool IsNeeded => services.Sagas.Names.Any();

    protected override async Task RunAsync(CancellationToken stopping)
    {
        var index = provider.GetRequiredService<ISagaIndex>();
        using var timer = new PeriodicTimer(services.Options.CountPeriod, services.Time);
        var isFailing = false;
        do
        {
            try
            {
                services.Metrics.SagasCounted(WithZeros(await index.CountAsync(stopping)));
                isFailing = false;
            }
            // An outage of the store is told once; what was counted last stays.
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                if (!isFailing)
                    Log.CountingFailed(services.Logger, exception.GetType().Name, exception);
                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    /// <summary>An alert needs a number also where there is nothing to count.</summary>
    private IReadOnlyList<SagaCount> WithZeros(IReadOnlyList<SagaCount> counts) =>
        [.. counts, .. services.Sagas.Names.Select(static name => new SagaCount(name, SagaStatus.Running, 0))];
}
