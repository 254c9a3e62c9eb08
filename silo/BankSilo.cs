using System.Net;
using Bank.Hosting;
using Bank.Partners;
using Bank.Silo.Configuration;
using Bank.StandingOrders;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.Security.ClusterTls;
using Orchestrix.Security.Hosting;
using Orleans.Configuration;

namespace Bank.Silo;

/// <summary>Puts the silo together.</summary>
internal static class BankSilo
{
    private const string Invariant = "Npgsql";

    public static void AddBankSilo(this WebApplicationBuilder builder, SiloSettings settings, Database? database)
    {
        builder.Services.AddOptions<SiloSettings>().BindConfiguration(SiloSettings.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        builder.Services.Configure<PartnerBankOptions>(builder.Configuration.GetSection("PartnerBanks"));
        builder.Services.Configure<StandingOrderOptions>(builder.Configuration.GetSection("StandingOrders"));
        // Grains finish what they do, the appender drains, and only then the process ends.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        var tls = ClusterTlsOptions.Read(builder.Configuration);
        tls.CheckPlain(builder.Environment, settings.IsLoopback);
        builder.UseOrleans(silo =>
        {
            AddCluster(silo, settings);
            silo.UseClusterTls(tls);
            silo.AddOrchestrix(orchestrix =>
            {
                orchestrix.AddBank();
                if (database is null)
                    orchestrix.UseInMemoryStore();
                else
                    UsePostgreSQL(orchestrix, builder.Configuration, database);
            });
            if (database is null)
                silo.UseInMemoryReminderService().AddMemoryGrainStorageAsDefault();
            else
                AddPostgreSQLState(silo, settings);
        });
    }

    private static void AddCluster(ISiloBuilder silo, SiloSettings settings)
    {
        silo.Configure<ClusterOptions>(options =>
            (options.ClusterId, options.ServiceId) = (settings.ClusterId, settings.ServiceId));
        if (settings.Clustering == ClusteringKind.Localhost)
        {
            silo.UseLocalhostClustering(
                settings.SiloPort, settings.GatewayPort, primarySiloEndpoint: null,
                settings.ServiceId, settings.ClusterId);
        }
        else
        {
            silo.ConfigureEndpoints(
                IPAddress.Parse(settings.AdvertisedAddress), settings.SiloPort, settings.GatewayPort);
        }
        // Orleans' defaults leave callers of a killed silo waiting for 11 to 30 s.
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.NumMissedProbesLimit = 3;
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));
    }

    private static void UsePostgreSQL(
        OrchestrixBuilder orchestrix, ConfigurationManager configuration, Database database) =>
        orchestrix.UsePostgreSQL(options =>
        {
            configuration.GetSection("PostgreSQL").Bind(options);
            options.ConnectionString = database.ConnectionString;
            options.MigrationConnectionString ??= database.OwnerConnectionString;
        });

    /// <summary>Membership, reminders and plain grain state share the one data source of the event log.</summary>
    private static void AddPostgreSQLState(ISiloBuilder silo, SiloSettings settings)
    {
        if (settings.Clustering == ClusteringKind.PostgreSQL)
        {
            silo.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> options) =>
                options.Configure<IServiceProvider>((adoNet, services) =>
                    (adoNet.Invariant, adoNet.DataSource) = (Invariant, Source(services))));
        }
        silo.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> options) =>
            options.Configure<IServiceProvider>((adoNet, services) =>
                (adoNet.Invariant, adoNet.DataSource) = (Invariant, Source(services))));
        silo.AddAdoNetGrainStorageAsDefault((OptionsBuilder<AdoNetGrainStorageOptions> options) =>
            options.Configure<IServiceProvider>((adoNet, services) =>
                (adoNet.Invariant, adoNet.DataSource) = (Invariant, Source(services))));
    }

    private static NpgsqlDataSource Source(IServiceProvider services) =>
        services.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey);
}
