using System.Globalization;
using System.Net;
using Bank.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.SubscriberSilo;
using Orleans.Configuration;
using Orleans.Hosting;

// A silo of the tests: the bank, a load of its own, and either twenty subscriptions that note what they see in one
// transaction with their checkpoints, or one whose handlers note it at least once.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var (silo, gateway) = (Number("SILO_PORT"), Number("GATEWAY_PORT"));
var database = builder.Configuration["DATABASE"] ?? throw new InvalidOperationException("DATABASE is not set.");
builder.UseOrleans(orleans =>
{
    orleans.Configure<ClusterOptions>(static options => (options.ClusterId, options.ServiceId) = ("test", "test"));
    orleans.ConfigureEndpoints(IPAddress.Loopback, silo, gateway);
    orleans.Configure<ClusterMembershipOptions>(static options =>
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 3;
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    });
    orleans.UseAdoNetClustering((Microsoft.Extensions.Options.OptionsBuilder<AdoNetClusteringSiloOptions> options) =>
        options.Configure<IServiceProvider>(static (adoNet, services) => (adoNet.Invariant, adoNet.DataSource) = (
            "Npgsql", services.GetRequiredKeyedService<NpgsqlDataSource>(PostgreSQLDataSource.ServiceKey))));
    orleans.AddOrchestrix(orchestrix =>
    {
        orchestrix.AddBank();
        orchestrix.UsePostgreSQL(options =>
            (options.ConnectionString, options.SchemaStart) = (database, SchemaStart.Verify));
        if (builder.Configuration["SUBSCRIPTIONS"] == "handlers")
        {
            orchestrix.AddSubscription(Noter.Subscription, Noter.Configure);
            return;
        }
        foreach (var subscription in Subscriptions.All)
            orchestrix.AddSubscription(subscription);
    });
});
builder.Services.AddHostedService(services =>
    ActivatorUtilities.CreateInstance<Load>(services, Number("CALLERS")));
await builder.Build().RunAsync();

int Number(string name) => int.Parse(builder.Configuration[name]!, CultureInfo.InvariantCulture);
