using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.InMemory;
using Orchestrix.Snapshots;
using Orchestrix.TestKit.Faults;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>A silo in this process over any store, with faults on demand.</summary>
public sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host, FaultInjectingEventStore store, FaultInjectingSnapshotStore snapshots) =>
        (_host, Store, Snapshots) = (host, store, snapshots);

    /// <summary>The store that the silo's grains use.</summary>
    public FaultInjectingEventStore Store { get; }

    /// <summary>The snapshots that the silo's grains use.</summary>
    public FaultInjectingSnapshotStore Snapshots { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host.Services;

    public static async Task<TestSilo> StartAsync(
        IEventStore store, Action<OrchestrixBuilder>? configure = null, ISnapshotStore? snapshots = null,
        Action<ISiloBuilder>? configureSilo = null)
    {
        var faults = new FaultInjectingEventStore(store);
        var snapshotFaults = new FaultInjectingSnapshotStore(snapshots ?? new InMemorySnapshotStore(faults));
        var ports = FreePorts.Take(2);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                ports[0], ports[1], new IPEndPoint(IPAddress.Loopback, ports[0]), "test", "test");
            silo.AddOrchestrix(orchestrix =>
            {
                orchestrix.AddEvents(typeof(TestSilo).Assembly);
                orchestrix.Services.AddSingleton<IEventStore>(faults);
                orchestrix.Services.AddSingleton<ISnapshotStore>(snapshotFaults);
                configure?.Invoke(orchestrix);
            });
            configureSilo?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host, faults, snapshotFaults);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
