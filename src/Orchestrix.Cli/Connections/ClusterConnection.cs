using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Errors;
using Orchestrix.Security.ClusterTls;
using Orchestrix.Security.Hosting;
using Orleans.Configuration;

namespace Orchestrix.Cli.Connections;

/// <summary>A connection to a running cluster as an Orleans client, for what only its grains can do.</summary>
internal sealed class ClusterConnection : IAsyncDisposable
{
    /// <summary>What the help of every command that needs one says about it.</summary>
    public const string Help = """
        The command connects to the gateway of a silo as an Orleans client, for only the saga itself may decide what an
        act comes to; it needs no database. ClusterTls__CertificateFile, ClusterTls__KeyFile and
        ClusterTls__AuthorityFile in the environment name the files of a client's certificate; a cluster with TLS
        takes no client without one.
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IHost _host;

    private ClusterConnection(IHost host) => _host = host;

    /// <summary>Reaches the grains.</summary>
    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Connects; gives up after ten seconds.</summary>
    /// <exception cref="ConfigurationException">A gateway is not <c>host:port</c>, or its host not known.</exception>
    /// <exception cref="EventStoreUnavailableException">No silo answers.</exception>
    public static async Task<ClusterConnection> OpenAsync(
        Options options, ParseResult result, CancellationToken cancellationToken)
    {
        var id = result.GetRequiredValue(options.ClusterId);
        var gateways = await GatewayEndpoints.ResolveAsync(
            result.GetRequiredValue(options.Gateway), cancellationToken);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var tls = ClusterTlsOptions.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        builder.UseOrleansClient(client =>
        {
            client.UseClusterTls(tls);
            client.UseStaticClustering(gateways);
            client.Configure<ClusterOptions>(cluster =>
                (cluster.ClusterId, cluster.ServiceId) = (id, result.GetValue(options.ServiceId) ?? id));
            client.Configure<ClientMessagingOptions>(static messaging => messaging.ResponseTimeout = Patience);
        });
        var host = builder.Build();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Patience);
        try
        {
            await host.StartAsync(late.Token);
            return new ClusterConnection(host);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            host.Dispose();
            throw new EventStoreUnavailableException(
                "cluster.unreachable",
                $"No silo of the cluster '{id}' answers at {string.Join(", ", gateways)}. Name one with --gateway, and "
                + "its cluster with --cluster-id; one with TLS answers only who has a certificate (ClusterTls__...).",
                exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        if (_host is IAsyncDisposable host)
            await host.DisposeAsync();
    }

    /// <summary>The options that say where a cluster is and how it is called.</summary>
    internal sealed class Options
    {
        /// <summary>Gateways, each as <c>host:port</c>.</summary>
        public Option<string[]> Gateway { get; } = new("--gateway")
        {
            HelpName = "host:port",
            Description = "The gateway of a silo; may be given more than once.",
            DefaultValueFactory = static _ => ["127.0.0.1:30000"],
        };

        /// <summary>The id of the cluster.</summary>
        public Option<string> ClusterId { get; } = new("--cluster-id")
        {
            HelpName = "id",
            Description = "The id of the cluster, as its silos are configured.",
            DefaultValueFactory = static _ => ClusterOptions.DefaultClusterId,
        };

        /// <summary>The id of the service; null takes that of the cluster.</summary>
        public Option<string?> ServiceId { get; } = new("--service-id")
        {
            HelpName = "id",
            Description = "The id of the service. Default: the id of the cluster.",
        };

        /// <summary>Adds the options to a command.</summary>
        public void AddTo(Command command)
        {
            foreach (var option in new Option[] { Gateway, ClusterId, ServiceId })
                command.Options.Add(option);
        }
    }
}
