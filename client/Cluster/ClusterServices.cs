using Bank.Client.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrix.Security.ClusterTls;
using Orchestrix.Security.Hosting;
using Orleans.Configuration;

namespace Bank.Client.Cluster;

/// <summary>Adds the connection to the cluster.</summary>
internal static class ClusterServices
{
    public static void AddCluster(this WebApplicationBuilder builder, ClusterSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        var before = services.Where(IsHostedService).ToHashSet();
        var tls = ClusterTlsOptions.Read(builder.Configuration);
        tls.CheckPlain(builder.Environment, settings.IsLoopback);
        if (settings.Clustering == ClusteringMode.PostgreSQL)
            MembershipDatabase.Check(settings, builder.Environment);
        builder.UseOrleansClient(client => Configure(client.UseClusterTls(tls), settings));
        var added = services.Where(service => IsHostedService(service) && !before.Contains(service)).ToArray();
        foreach (var descriptor in added)
            services.Remove(descriptor);

        services.AddSingleton(provider => new ClusterConnection(
            () => Create(provider, added.Single()), provider.GetRequiredService<ILogger<ClusterConnection>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ClusterConnection>());
    }

    private static void Configure(IClientBuilder client, ClusterSettings settings)
    {
        switch (settings.Clustering)
        {
            case ClusteringMode.Static:
                client.UseStaticClustering([.. settings.GatewayEndpoints()]);
                break;
            case ClusteringMode.PostgreSQL:
                client.UseAdoNetClustering(options =>
                    (options.Invariant, options.ConnectionString) = ("Npgsql", settings.ConnectionString!));
                break;
            default:
                client.UseLocalhostClustering(settings.GatewayPort, settings.ServiceId, settings.ClusterId);
                break;
        }
        client.Configure<ClusterOptions>(options =>
            (options.ClusterId, options.ServiceId) = (settings.ClusterId, settings.ServiceId));
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout);
        // The default of a minute is how long a client would go on with gateways that are gone.
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
        client.Services.TryAddSingleton(TimeProvider.System);
        client.UseConnectionRetryFilter<ConnectRetry>();
    }

    private static bool IsHostedService(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService);

    private static IHostedService Create(IServiceProvider provider, ServiceDescriptor descriptor) => (IHostedService)(
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));
}
