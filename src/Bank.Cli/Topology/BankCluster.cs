using Bank.Cli.Demo;
using Bank.Cli.Import;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Topology;

/// <summary>
/// PostgreSQL, several silos and several HTTP APIs as processes of this machine. Disposing stops them in the reverse
/// order.
/// </summary>
internal sealed class BankCluster : IAsyncDisposable
{
    private const string Id = "bank";

    // Nobody's replacement is there at once, and the others must do without it.
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(5);

    private readonly List<ClusterHost> _silos = [];
    private readonly List<ClusterHost> _apis = [];
    private readonly ClusterOptions _options;
    private readonly ConnectionFile _connection;
    private readonly Certificate? _silo;
    private readonly TimeProvider _time;

    private BankCluster(ProvisionedPostgres postgres, ClusterOptions options, TimeProvider time)
    {
        (Postgres, _options, _time, Key) = (postgres, options, time, new LocalKey(time));
        _silo = options.Authority?.Issue(LocalAuthority.SiloName);
        _connection = ConnectionFile.Write(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory)) + ".connection",
            postgres.ApplicationConnectionString);
    }

    /// <summary>The silos.</summary>
    public IReadOnlyList<ClusterHost> Silos => _silos;

    /// <summary>The HTTP APIs.</summary>
    public IReadOnlyList<ClusterHost> Apis => _apis;

    /// <summary>The key of all APIs.</summary>
    public LocalKey Key { get; }

    /// <summary>The database.</summary>
    public ProvisionedPostgres Postgres { get; }

    /// <summary>The file that holds the connection string for <c>orchestrix</c> while the cluster runs.</summary>
    public string ConnectionPath => _connection.Path;

    /// <summary>Where clients reach the silos, and which cluster and service they are.</summary>
    public ClusterAddress Address => new(
        [.. _silos.Select(static silo => $"127.0.0.1:{silo.Settings[HostSettings.GatewayPort]}")], Id, Id);

    /// <summary>Starts everything, one after the other.</summary>
    /// <param name="options">What is to be started.</param>
    /// <param name="programs">Which build.</param>
    /// <param name="report">Is told what is being started.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="Orchestrix.Errors.ConfigurationException">No PostgreSQL can be started or reached.</exception>
    /// <exception cref="HostFailedException">A program did not start.</exception>
    public static async Task<BankCluster> StartAsync(
        ClusterOptions options, HostPrograms programs, Action<string> report, TimeProvider time,
        CancellationToken cancellationToken)
    {
        report("Starting PostgreSQL");
        var places = new DemoOptions(options.DataDirectory, options.LogDirectory);
        var postgres = await DemoPostgres.StartAsync(places, report, cancellationToken);
        return await StartAsync(postgres, options, programs, report, time, cancellationToken);
    }

    /// <summary>Starts silos and APIs on a database.</summary>
    /// <param name="postgres">The database; it belongs to the cluster from now on.</param>
    /// <param name="options">What is to be started.</param>
    /// <param name="programs">Which build.</param>
    /// <param name="report">Is told what is being started.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="HostFailedException">A program did not start.</exception>
    public static async Task<BankCluster> StartAsync(
        ProvisionedPostgres postgres, ClusterOptions options, HostPrograms programs, Action<string> report,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var cluster = new BankCluster(postgres, options, time);
        try
        {
            for (var number = 1; number <= options.Silos; number++)
            {
                report($"Starting silo {number}");
                var silo = new ClusterHost($"silo-{number}", cluster.SiloSettings(), options, time);
                cluster._silos.Add(silo);
                await silo.StartAsync(programs.Silo, cancellationToken);
            }
            for (var number = 1; number <= options.Apis; number++)
            {
                report($"Starting API {number}");
                var api = new ClusterHost($"api-{number}", cluster.ApiSettings(number), options, time);
                cluster._apis.Add(api);
                await api.StartAsync(programs.Client, cancellationToken);
            }
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that trusts the APIs.</summary>
    public HttpClient NewHttp(TimeSpan timeout) => _options.NewHttp(timeout);

    /// <summary>
    /// Starts a program again that has ended, whoever has ended it, as systemd and Kubernetes do, until cancelled.
    /// </summary>
    /// <param name="report">Is told of it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HostFailedException">One could not be started again; the message shows its log.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task KeepRunningAsync(Action<string> report, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ended = await WaitForEndAsync(cancellationToken);
            report($"{ended.Name} has ended; it is started again in {RestartAfter.TotalSeconds} seconds");
            await Task.Delay(RestartAfter, _time, cancellationToken);
            await ended.RestartAsync(cancellationToken);
            report($"{ended.Name} is ready again: process {ended.ProcessId}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apis.Select(static host => host.DisposeAsync().AsTask()));
        await Task.WhenAll(_silos.Select(static host => host.DisposeAsync().AsTask()));
        _connection.Dispose();
        await Postgres.DisposeAsync();
    }

    private async Task<ClusterHost> WaitForEndAsync(CancellationToken cancellationToken)
    {
        var waits = _silos.Concat(_apis).ToDictionary(static host => host.Exited.WaitAsync(CancellationToken.None));
        var first = await Task.WhenAny(waits.Keys).WaitAsync(cancellationToken);
        return waits[first];
    }

    // Other ports at each start: to the cluster, a successor is another silo. Who asks for health and metrics knows one
    // by its address, so that stays.
    private Func<(Uri Address, Dictionary<string, string> Settings)> SiloSettings()
    {
        var address = HostSettings.Loopback(FreePorts.Take(1)[0]);
        return () =>
        {
            var ports = FreePorts.Take(2);
            var settings = HostSettings.Silo(
                Id, Postgres.ApplicationConnectionString,
                _options.IsMigrated ? null : Postgres.OwnerConnectionString, ports[0], ports[1]);
            _silo?.AddForCluster(settings);
            return (address, settings);
        };
    }

    // Its callers know an API by its address, so that stays.
    private Func<(Uri Address, Dictionary<string, string> Settings)> ApiSettings(int number)
    {
        var port = number == 1 && FreePorts.IsFree(ClusterOptions.PreferredPort)
            ? ClusterOptions.PreferredPort
            : FreePorts.Take(1)[0];
        var address = HostSettings.Loopback(port);
        var certificate = _options.Authority?.Issue($"api-{number}");
        return () =>
        {
            var settings = HostSettings.Api(Id, Postgres.ApplicationConnectionString);
            settings["Ops__IsEnabled"] = "true";
            Key.AddTo(settings);
            certificate?.AddForCluster(settings);
            return certificate is null || _options.IsHttpPlain
                ? (address, settings)
                : (HostSettings.Encrypt(address, certificate, settings), settings);
        };
    }
}
