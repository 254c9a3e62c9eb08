using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Workers;
using Orleans.Serialization;
using Orleans.Storage;

namespace Orchestrix.Benchmarks.Peers.OrleansStorage;

/// <summary>
/// A silo with one of Orleans' own providers over its AdoNet grain storage, called through the client of its process.
/// </summary>
/// <param name="provider">The log consistency provider.</param>
/// <param name="isTuned">
/// Whether to prepare statements and to store with Orleans' binary serializer instead of the default, which is JSON.
/// </param>
internal sealed class SiloWorkload(LogProvider provider, bool isTuned) : IWorkload
{
    private IHost? _host;
    private IGrainFactory _grains = null!;

    public async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        await StorageSchema.CreateAsync(connectionString, cancellationToken);
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings
            {
                EnvironmentName = Environments.Development,
                ContentRootPath = AppContext.BaseDirectory,
            });
        builder.Logging.ClearProviders().AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo => Configure(silo, PeerConnection.For(connectionString, isTuned)));
        _host = builder.Build();
        await _host.StartAsync(cancellationToken);
        _grains = _host.Services.GetRequiredService<IGrainFactory>();
    }

    public Task ExecuteAsync(string stream, string commandId, int events) =>
        _grains.GetGrain<IJournalGrain>(stream).AddAsync(1, events);

    public async ValueTask DisposeAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
    }

    private void Configure(ISiloBuilder silo, string connectionString)
    {
        silo.UseLocalhostClustering(LoopbackPorts.Next(), LoopbackPorts.Next())
            .AddAdoNetGrainStorageAsDefault(storage => storage.Configure<IServiceProvider>((options, services) =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = connectionString;
                if (isTuned)
                {
                    options.GrainStorageSerializer =
                        new OrleansGrainStorageSerializer(services.GetRequiredService<Serializer>());
                }
            }));
        if (provider == LogProvider.LogStorage)
            silo.AddLogStorageBasedLogConsistencyProviderAsDefault();
        else
            silo.AddStateStorageBasedLogConsistencyProviderAsDefault();
    }
}
