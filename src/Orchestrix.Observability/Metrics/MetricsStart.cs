using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Orchestrix.Observability.Metrics;

/// <summary>Starts the bridge before anything of the host runs, so that nothing is counted unheard.</summary>
internal sealed class MetricsStart(MeterBridge bridge, IMeterFactory meters) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        bridge.Start(meters);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
