using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>A silo with membership, reminders and grain state in PostgreSQL, through one data source.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    public const string DeletingStorage = "Deleting";

    private const string Invariant = "Npgsql";

    private readonly IHost _host;
    private bool _started;

    private TestSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IMembershipTable Membership => _host.Services.GetRequiredService<IMembershipTable>();

    public IReminderTable Reminders => _host.Services.GetRequiredService<IReminderTable>();

    public IGrainStorage Storage(string name) => _host.Services.GetRequiredKeyedService<IGrainStorage>(name);

    public static async Task<TestSilo> StartAsync(
        NpgsqlDataSource dataSource, string clusterId, int port, int gatewayPort)
    {
        var silo = Create(dataSource, clusterId, port, gatewayPort);
        await silo._host.StartAsync(TestContext.Current.CancellationToken);
        silo._started = true;
        return silo;
    }

    /// <summary>A silo that is configured and does nothing; its providers can be called.</summary>
    public static TestSilo Create(NpgsqlDataSource dataSource, string clusterId, int port, int gatewayPort)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (clusterId, "tests"))
            .ConfigureEndpoints(IPAddress.Loopback, port, gatewayPort)
            .UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (Invariant, dataSource))
            .UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = (Invariant, dataSource))
            .AddAdoNetGrainStorage("Default", options =>
                (options.Invariant, options.DataSource) = (Invariant, dataSource))
            .AddAdoNetGrainStorage(DeletingStorage, options =>
                (options.Invariant, options.DataSource, options.DeleteStateOnClear) = (Invariant, dataSource, true)));
        return new TestSilo(builder.Build());
    }

    public async ValueTask DisposeAsync()
    {
        if (_started)
            await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
