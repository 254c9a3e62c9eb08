using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.Benchmarks.Product;

/// <summary>A silo with Orchestrix, called through the Orleans client of its own process.</summary>
internal abstract class SiloWorkload : IWorkload
{
    private IHost? _host;

    protected IGrainFactory Grains { get; private set; } = null!;

    /// <summary>How often the log is sealed; null for the default.</summary>
    public TimeSpan? SealInterval { get; init; }

    public virtual async Task StartAsync(string connectionString, CancellationToken cancellationToken) => Use(
        await BenchSilo.StartAsync(
            LoopbackPorts.Next(), LoopbackPorts.Next(), orchestrix => Configure(orchestrix, connectionString),
            cancellationToken));

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

    /// <summary>What the silo has.</summary>
    protected virtual void Configure(OrchestrixBuilder orchestrix, string connectionString) => orchestrix
        .UsePostgreSQL(options =>
        {
            options.ConnectionString = connectionString;
            options.SealInterval = SealInterval ?? options.SealInterval;
        })
        .AddEvents(BenchJson.Default);

    protected void Use(IHost host)
    {
        _host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }
}
