using Microsoft.Extensions.Logging;
using Orchestrix.Sagas;

namespace Orchestrix.Hosting;

/// <summary>
/// Calls the watchdogs of sagas when the silo starts, and again and again until it stops. Every silo does; a watchdog
/// that was called a moment ago by another one does nothing.
/// </summary>
internal sealed class SagaScanner(IGrainFactory grains, SagaServices services)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _scanning = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(SagaScanner), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    public void Dispose() => _stopping.Dispose();

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.Sagas.Names.Any())
            _scanning = Task.Run(ScanAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _scanning.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ScanAsync()
    {
        using var timer = new PeriodicTimer(services.Options.ScanPeriod, services.Time);
        do
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, SagaBucket.Count)
                    .Select(bucket => grains.GetGrain<ISagaWatchdogGrain>(bucket).ScanAsync()));
            }
            catch (Exception exception)
            {
                Sagas.Log.WatchdogUnreachable(services.Logger, exception);
            }
        }
        while (await NextAsync(timer));
    }

    private async Task<bool> NextAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
