using System.Globalization;
using Bank.Cli.Demo;
using Npgsql;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Chaos;

/// <summary>PostgreSQL, three silos and two HTTP APIs as processes of this machine, each of which may be hit.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    /// <summary>A bank that fails, times out, answers twice or late, rejects, and takes its time.</summary>
    public const string Partner = "flaky";

    public const string Database = "bank";

    private const string Id = "bank-chaos";

    private readonly List<SupervisedHost> _hosts = [];

    private ChaosCluster(LocalPostgres postgres, TimeProvider time)
    {
        (Postgres, Key) = (postgres, new LocalKey(time));
        Cutter = new ConnectionCutter(postgres.Port);
    }

    public LocalPostgres Postgres { get; }

    public ConnectionCutter Cutter { get; }

    /// <summary>The key of the HTTP APIs.</summary>
    public LocalKey Key { get; }

    public IReadOnlyList<SupervisedHost> Silos => [.. _hosts.Take(ChaosOptions.Silos)];

    public IReadOnlyList<SupervisedHost> Apis => [.. _hosts.Skip(ChaosOptions.Silos)];

    public bool IsWhole => _hosts.TrueForAll(static host => host.IsReady) && Postgres.IsRunning;

    public static async Task<ChaosCluster> StartAsync(
        ChaosOptions options, Action<string> report, TimeProvider time, CancellationToken cancellationToken)
    {
        report("Starting PostgreSQL");
        var local = new LocalPostgresOptions { DataDirectory = options.DataDirectory, DatabaseName = Database };
        local.Settings["max_connections"] = "300";
        var cluster = new ChaosCluster(await LocalPostgres.StartAsync(local, cancellationToken), time);
        try
        {
            for (var number = 1; number <= ChaosOptions.Silos; number++)
            {
                report($"Starting silo {number}");
                // Other ports each time: to the cluster, a successor is another silo.
                await cluster.StartAsync(new SupervisedHost(
                    $"silo-{number}", HostAssembly.Silo, cluster.SiloSettings, TimeSpan.FromSeconds(12),
                    options.LogDirectory, time), cancellationToken);
            }
            for (var number = 1; number <= ChaosOptions.Apis; number++)
            {
                report($"Starting API {number}");
                var address = Loopback(FreePorts.Take(1)[0]);
                await cluster.StartAsync(new SupervisedHost(
                    $"api-{number}", HostAssembly.Client, () => (address, cluster.ApiSettings()),
                    TimeSpan.FromSeconds(1), options.LogDirectory, time), cancellationToken);
            }
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Apis.Select(static host => host.DisposeAsync().AsTask()));
        await Task.WhenAll(Silos.Select(static host => host.DisposeAsync().AsTask()));
        await Cutter.DisposeAsync();
        await Postgres.DisposeAsync();
    }

    private async Task StartAsync(SupervisedHost host, CancellationToken cancellationToken)
    {
        _hosts.Add(host);
        await host.StartAsync(cancellationToken);
    }

    private (Uri Address, Dictionary<string, string> Settings) SiloSettings()
    {
        var ports = FreePorts.Take(3);
        return (Loopback(ports[0]), new()
        {
            ["ConnectionStrings__Orchestrix"] = ThroughCutter(Postgres.ApplicationConnectionString),
            ["ConnectionStrings__OrchestrixOwner"] = Postgres.OwnerConnectionString,
            ["Silo__Clustering"] = "PostgreSQL",
            ["Silo__ClusterId"] = Id,
            ["Silo__ServiceId"] = Id,
            [$"PartnerBanks__Banks__{Partner}__Latency"] = "00:00:00.05",
            [$"PartnerBanks__Banks__{Partner}__SettlesAfter"] = "00:00:02",
            [$"PartnerBanks__Banks__{Partner}__FailureRate"] = "0.1",
            [$"PartnerBanks__Banks__{Partner}__DuplicateRate"] = "0.1",
            [$"PartnerBanks__Banks__{Partner}__RejectionRate"] = "0.1",
            [$"PartnerBanks__Banks__{Partner}__TimeoutRate"] = "0.02",
            [$"PartnerBanks__Banks__{Partner}__LateRate"] = "0.02",
            [$"PartnerBanks__Banks__{Partner}__LateBy"] = "00:00:32",
            ["Silo__SiloPort"] = ports[1].ToString(CultureInfo.InvariantCulture),
            ["Silo__GatewayPort"] = ports[2].ToString(CultureInfo.InvariantCulture),
        });
    }

    private Dictionary<string, string> ApiSettings()
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__orleans"] = ThroughCutter(Postgres.ApplicationConnectionString),
            ["Cluster__Clustering"] = "PostgreSQL",
            ["Cluster__ClusterId"] = Id,
            ["Cluster__ServiceId"] = Id,
            ["Api__RateLimitPermits"] = "100000000",
        };
        Key.AddTo(settings);
        return settings;
    }

    private string ThroughCutter(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Port = Cutter.Port }.ConnectionString;

    private static Uri Loopback(int port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
