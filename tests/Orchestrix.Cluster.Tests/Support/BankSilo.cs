using System.Net;
using Bank.Contracts;
using Bank.Hosting;
using Bank.StandingOrders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Hosting;
using Orchestrix.InMemory;
using Orchestrix.Projections;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Orleans.Hosting;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>A silo in this process, with the bank on a store in memory.</summary>
public sealed class BankSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private BankSilo(IHost host, FaultyStore store) => (_host, Store) = (host, store);

    public FaultyStore Store { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _host.Services;

    public static async Task<BankSilo> StartAsync(
        int siloPort, int gatewayPort, FaultyStore? store = null, Action<ISiloBuilder>? configure = null,
        Action<OrchestrixBuilder>? add = null)
    {
        store ??= new FaultyStore();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(
                siloPort, gatewayPort, new IPEndPoint(IPAddress.Loopback, siloPort), "bank", "bank");
            silo.UseInMemoryReminderService();
            // Reminders of a minute would be no test.
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
            silo.Configure<StandingOrderOptions>(options => options.CheckPeriod = TimeSpan.FromMilliseconds(200));
            configure?.Invoke(silo);
            silo.AddOrchestrix(orchestrix =>
            {
                orchestrix.AddBank();
                orchestrix.Services.AddSingleton<IEventStore>(store);
                orchestrix.Services.AddSingleton<InMemoryCheckpointStore>();
                orchestrix.Services.AddSingleton<ICheckpointStore>(static provider =>
                    provider.GetRequiredService<InMemoryCheckpointStore>());
                orchestrix.Services.AddSingleton<InMemoryDeadLetterStore>();
                orchestrix.Services.AddSingleton<IDeadLetterStore>(static provider =>
                    provider.GetRequiredService<InMemoryDeadLetterStore>());
                orchestrix.Services.AddSingleton<IParkingStore>(static provider =>
                    provider.GetRequiredService<InMemoryDeadLetterStore>());
                orchestrix.Services.AddSingleton<ISagaIndex, InMemorySagaIndex>();
                orchestrix.Services.AddSingleton<IProjectionStore, InMemoryProjectionStore>();
                add?.Invoke(orchestrix);
            });
        });
        var host = builder.Build();
        await host.StartAsync();
        return new BankSilo(host, store);
    }

    public static Task<BankSilo> StartAsync()
    {
        var ports = FreePorts.Take(2);
        return StartAsync(ports[0], ports[1]);
    }

    public IAccountGrain Account(string id) => Grains.GetGrain<IAccountGrain>(id);

    /// <summary>The types of a stream's events, in order.</summary>
    public async Task<string[]> EventTypesAsync(string type, string key) => await Store
        .ReadStreamAsync(StreamId.For(type, key), StreamRead.Forwards())
        .Select(static one => one.EventType)
        .ToArrayAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}
