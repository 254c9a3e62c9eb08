using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrix.Security.ClusterTls;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Orchestrix.Security.Hosting;

/// <summary>Adds mutual TLS to silos and clients.</summary>
public static class ClusterTlsExtensions
{
    /// <summary>
    /// Lets a silo talk by TLS alone: other silos must have a certificate of the authority with the name of silos,
    /// clients one of the authority. Does nothing if <paramref name="options"/> name no files.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="options">Where the certificate is.</param>
    /// <exception cref="Errors.ConfigurationException">The files are no use; the message says why.</exception>
    public static ISiloBuilder UseClusterTls(this ISiloBuilder silo, ClusterTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsEnabled)
            return silo;
        var files = new CredentialFiles(options, isSilo: true, TimeProvider.System);
        var (rules, report) = (new PeerRules(files, options.SiloName), new ClusterTlsReport(files));
        silo.Services.AddMetrics().AddSingleton(report);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => Gauge(files, provider));
        return silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection =>
            {
                connection.UseServerTls(rules.Server(isSiloAsked: true, Logger(connection.ApplicationServices)));
                connection.Use(report.Watch(ConnectionKind.SiloInbound));
            });
            connections.ConfigureGatewayInboundConnection(connection =>
            {
                connection.UseServerTls(rules.Server(isSiloAsked: false, Logger(connection.ApplicationServices)));
                connection.Use(report.Watch(ConnectionKind.GatewayInbound));
            });
            connections.ConfigureSiloOutboundConnection(connection =>
            {
                connection.UseClientTls(rules.Client(Logger(connection.ApplicationServices)));
                connection.Use(report.Watch(ConnectionKind.SiloOutbound));
            });
        });
    }

    /// <summary>
    /// Lets a client talk by TLS alone, with silos that have a certificate of the authority with the name of silos.
    /// Does nothing if <paramref name="options"/> name no files.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="options">Where the certificate is.</param>
    /// <exception cref="Errors.ConfigurationException">The files are no use; the message says why.</exception>
    public static IClientBuilder UseClusterTls(this IClientBuilder client, ClusterTlsOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsEnabled)
            return client;
        var files = new CredentialFiles(options, isSilo: false, TimeProvider.System);
        var (rules, report) = (new PeerRules(files, options.SiloName), new ClusterTlsReport(files));
        client.Services.AddMetrics().AddSingleton(report);
        client.Services.AddSingleton<ILifecycleParticipant<IClusterClientLifecycle>>(
            provider => Gauge(files, provider));
        return client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(connection =>
        {
            connection.UseClientTls(rules.Client(Logger(connection.ApplicationServices)));
            connection.Use(report.Watch(ConnectionKind.ClientOutbound));
        }));
    }

    private static ExpiryGauge Gauge(CredentialFiles files, IServiceProvider services) =>
        new(files, services.GetRequiredService<IMeterFactory>(), Logger(services));

    private static ILogger Logger(IServiceProvider services) =>
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Orchestrix.Security.ClusterTls");
}
