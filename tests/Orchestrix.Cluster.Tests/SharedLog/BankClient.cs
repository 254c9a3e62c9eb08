using System.Net;
using Bank.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Cluster.Tests.Support;
using Orleans.Configuration;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>An Orleans client that enters a cluster of the bank through the gateway of one silo.</summary>
internal sealed class BankClient : IAsyncDisposable
{
    private readonly IHost _host;

    private BankClient(IHost host) => _host = host;

    public static async Task<BankClient> ConnectAsync(SiloProcess silo, string clusterId = "bank")
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, silo.GatewayPort));
            client.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, "bank"));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        });
        var host = builder.Build();
        await host.StartAsync();
        return new BankClient(host);
    }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    public IAccountGrain Account(string id) => Grains.GetGrain<IAccountGrain>(id);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
    }
}
