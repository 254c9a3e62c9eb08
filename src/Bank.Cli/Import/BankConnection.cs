using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Security.ClusterTls;
using Orchestrix.Security.Hosting;
using Orleans.Configuration;

namespace Bank.Cli.Import;

/// <summary>A connection to a running bank, as an Orleans client.</summary>
internal sealed class BankConnection : IAsyncDisposable
{
    private const int ConnectAttempts = 5;

    private static readonly TimeSpan ConnectPause = TimeSpan.FromSeconds(1);

    private readonly IHost _host;

    private BankConnection(IHost host) => _host = host;

    /// <summary>Reaches the grains of the bank.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Connects; gives up after five attempts in about five seconds.</summary>
    /// <exception cref="BankUnreachableException">No silo answers.</exception>
    public static async Task<BankConnection> OpenAsync(
        ClusterAddress address, TimeProvider time, CancellationToken cancellationToken)
    {
        var gateways = await address.ResolveAsync(cancellationToken);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var attempts = 0;
        var tls = ClusterTlsOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        builder.UseOrleansClient(client =>
        {
            client.UseClusterTls(tls);
            client.UseStaticClustering(gateways);
            client.Configure<ClusterOptions>(options =>
                (options.ClusterId, options.ServiceId) = (address.ClusterId, address.ServiceId));
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));
            // The default of a minute is how long the client would go without a gateway that came back.
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.UseConnectionRetryFilter(async (_, cancelled) =>
            {
                if (++attempts >= ConnectAttempts)
                    return false;
                await Task.Delay(ConnectPause, time, cancelled);
                return true;
            });
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new BankConnection(host);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw new BankUnreachableException(address, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
    }
}
