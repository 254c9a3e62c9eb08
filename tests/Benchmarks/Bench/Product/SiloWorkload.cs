using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Product;

/// <summary>A silo with Orchestrix, called through the Orleans client of its own process.</summary>
internal abstract class SiloWorkload : IWorkload
{
    private IHost? _host;

    protected IGrainFactory Grains { get; private set; } = null!;

    public virtual async Task StartAsync(string connectionString, CancellationToken cancellationToken) => Use(
        await BenchSilo.StartAsync(connectionString, LoopbackPorts.Next(), LoopbackPorts.Next(), cancellationToken));

    public abstract Task ExecuteAsync(string stream, string commandId, int events);

    public Task ForgetAsync() => BenchSilo.DeactivateAllAsync(Grains);

    public virtual Task<Usage> ReadOtherUsageAsync() => Task.FromResult(Usage.None);

    public virtual long? EventsBehind => null;

    public virtual async ValueTask DisposeAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }

    protected void Use(IHost host)
    {
        _host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }
}
