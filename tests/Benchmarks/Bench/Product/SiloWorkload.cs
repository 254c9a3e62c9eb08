using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.Benchmarks.Product;

/// <summary>A silo with Orchestrix, called through the Orleans client of its own process.</summary>
internal abstract class SiloWorkload : IWorkload
{
    private IHost? _host;

    protected IGrainFactory Grains { get; private set; } = null!;

    public async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders().AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(LoopbackPorts.Next(), LoopbackPorts.Next())
            .AddOrchestrix(orchestrix => orchestrix
                .UsePostgreSQL(connectionString)
                .AddEvents(BenchJson.Default)));
        _host = builder.Build();
        await _host.StartAsync(cancellationToken);
        Grains = _host.Services.GetRequiredService<IGrainFactory>();
    }

    public abstract Task ExecuteAsync(string stream, string commandId, int events);

    public async ValueTask DisposeAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }
}
