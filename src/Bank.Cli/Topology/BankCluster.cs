using Bank.Cli.Demo;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.Security.ClusterTls;

namespace Bank.Cli.Topology;

/// <summary>
/// PostgreSQL, several silos and several HTTP APIs as processes of this machine. Disposing stops them in the reverse
/// order.
/// </summary>
internal sealed class BankCluster : IAsyncDisposable
{
    private const string Id = "bank";

    // Longer than anybody lets a cluster of one machine run.
    private static readonly TimeSpan CertificateLifetime = TimeSpan.FromDays(30);

    private readonly DirectoryInfo _certificates = Directory.CreateTempSubdirectory("orchestrix-cluster-");
    private readonly CertificateAuthority _authority;
    private readonly ClusterOptions _options;
    private readonly List<ClusterHost> _silos = [];
    private readonly List<ClusterHost> _apis = [];
    private ProvisionedPostgres? _postgres;
    private ConnectionFile? _connection;

    private BankCluster(ClusterOptions options, TimeProvider time) =>
        (_options, Key, _authority) =
            (options, new LocalKey(time), new CertificateAuthority(time, CertificateLifetime));

    /// <summary>The silos.</summary>
    public IReadOnlyList<ClusterHost> Silos => _silos;

    /// <summary>The HTTP APIs.</summary>
    public IReadOnlyList<ClusterHost> Apis => _apis;

    /// <summary>The key of all APIs.</summary>
    public LocalKey Key { get; }

    /// <summary>The database.</summary>
    public ProvisionedPostgres Postgres => _postgres!;

    /// <summary>The file that holds the connection string for <c>orchestrix</c> while the cluster runs.</summary>
    public string ConnectionPath => _connection!.Path;

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
        var cluster = new BankCluster(options, time);
        try
        {
            report("Starting PostgreSQL");
            var places = new DemoOptions(options.DataDirectory, options.LogDirectory);
            cluster._postgres = await DemoPostgres.StartAsync(places, report, cancellationToken);
            cluster._connection = ConnectionFile.Write(
                Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory)) + ".connection",
                cluster._postgres.ApplicationConnectionString);
            for (var number = 1; number <= options.Silos; number++)
            {
                report($"Starting silo {number}");
                var silo = new ClusterHost($"silo-{number}", cluster.SiloSettings, options, time);
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

    /// <summary>Waits until a program ends by itself, which it should not.</summary>
    /// <exception cref="HostFailedException">One did; the message shows its log.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task ThrowWhenAnyEndsAsync(CancellationToken cancellationToken) => await await Task.WhenAny(
        _silos.Concat(_apis).Select(host => host.ThrowWhenExitedAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apis.Select(static host => host.DisposeAsync().AsTask()));
        await Task.WhenAll(_silos.Select(static host => host.DisposeAsync().AsTask()));
        _connection?.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _authority.Dispose();
        _certificates.Delete(recursive: true);
    }

    // Other ports at each start: to the cluster, a successor is another silo.
    private (Uri Address, Dictionary<string, string> Settings) SiloSettings()
    {
        var ports = FreePorts.Take(3);
        var settings = HostSettings.Silo(
            Id, _postgres!.ApplicationConnectionString, _postgres.OwnerConnectionString, ports[1], ports[2]);
        AddCertificate(settings, "silo", new ClusterTlsOptions().SiloName);
        return (HostSettings.Loopback(ports[0]), settings);
    }

    // Its callers know an API by its address, so that stays.
    private Func<(Uri Address, Dictionary<string, string> Settings)> ApiSettings(int number)
    {
        var port = number == 1 && FreePorts.IsFree(ClusterOptions.PreferredPort)
            ? ClusterOptions.PreferredPort
            : FreePorts.Take(1)[0];
        return () =>
        {
            var settings = HostSettings.Api(Id, _postgres!.ApplicationConnectionString);
            Key.AddTo(settings);
            AddCertificate(settings, "client");
            return (HostSettings.Loopback(port), settings);
        };
    }

    private void AddCertificate(Dictionary<string, string> settings, string name, params string[] dnsNames)
    {
        if (!_options.WithTls)
            return;
        foreach (var (setting, value) in _authority.Write(_certificates.FullName, name, dnsNames))
            settings[setting] = value;
    }
}
