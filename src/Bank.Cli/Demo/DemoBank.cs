using System.Globalization;
using Bank.Cli.Import;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Demo;

/// <summary>A whole bank on this machine: PostgreSQL, a silo and, if wanted, the HTTP API. Disposing stops them in the
/// reverse order.</summary>
internal sealed class DemoBank : IAsyncDisposable
{
    /// <summary>The id of both the cluster and the service.</summary>
    private const string Id = "bank";

    private readonly DemoOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int _siloPort;
    private readonly int _gatewayPort;
    private readonly List<HostProcess> _hosts = [];
    private ProvisionedPostgres? _postgres;
    private ConnectionFile? _connection;

    private DemoBank(DemoOptions options, TimeProvider time)
    {
        (_options, _time, Key) = (options, time, new LocalKey(time));
        var ports = FreePorts.Take(4);
        (_siloPort, _gatewayPort, var siloHttp, var free) = (ports[0], ports[1], ports[2], ports[3]);
        SiloAddress = Loopback(siloHttp);
        var preferred = FreePorts.IsFree(DemoOptions.PreferredPort) ? DemoOptions.PreferredPort : free;
        ApiAddress = Loopback(options.Port ?? preferred);
    }

    /// <summary>The silo's HTTP address, for its health.</summary>
    public Uri SiloAddress { get; }

    /// <summary>The address of the HTTP API.</summary>
    public Uri ApiAddress { get; }

    /// <summary>The key of the HTTP API.</summary>
    public LocalKey Key { get; }

    /// <summary>Where PostgreSQL is, without a password.</summary>
    public string Postgres => _postgres!.ToString();

    /// <summary>The file that holds the connection string for <c>orchestrix</c> while the bank runs.</summary>
    public string ConnectionPath => _connection!.Path;

    /// <summary>Where the silo's gateway is.</summary>
    public ClusterAddress Cluster =>
        new([string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_gatewayPort}")], Id, Id);

    /// <summary>Starts PostgreSQL and a silo.</summary>
    /// <param name="options">Where.</param>
    /// <param name="report">Is told what is being started.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="Orchestrix.Errors.ConfigurationException">No PostgreSQL can be started or reached.</exception>
    /// <exception cref="HostFailedException">The silo did not start.</exception>
    public static async Task<DemoBank> StartAsync(
        DemoOptions options, Action<string> report, TimeProvider time, CancellationToken cancellationToken)
    {
        var bank = new DemoBank(options, time);
        try
        {
            report("Starting PostgreSQL");
            bank._postgres = await DemoPostgres.StartAsync(options, report, cancellationToken);
            bank._connection = ConnectionFile.Write(
                Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory)) + ".connection",
                bank._postgres.ApplicationConnectionString);
            report("Starting the silo");
            await bank.StartHostAsync(
                "silo", HostAssembly.Silo, bank.SiloAddress, bank.SiloSettings(), cancellationToken);
            return bank;
        }
        catch
        {
            await bank.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the HTTP API.</summary>
    /// <exception cref="HostFailedException">It did not start.</exception>
    public Task StartApiAsync(CancellationToken cancellationToken) =>
        StartHostAsync("client", HostAssembly.Client, ApiAddress, ApiSettings(), cancellationToken);

    /// <summary>Waits until a program ends by itself, which it should not.</summary>
    /// <exception cref="HostFailedException">One did; the message shows its log.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task ThrowWhenAnyEndsAsync(CancellationToken cancellationToken) =>
        await await Task.WhenAny(_hosts.Select(host => host.ThrowWhenExitedAsync(cancellationToken)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var host in Enumerable.Reverse(_hosts))
            await host.DisposeAsync();
        _hosts.Clear();
        _connection?.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _http.Dispose();
    }

    private async Task StartHostAsync(
        string name, string assembly, Uri address, Dictionary<string, string> settings,
        CancellationToken cancellationToken)
    {
        settings["Urls"] = address.ToString();
        settings["ASPNETCORE_ENVIRONMENT"] = settings["DOTNET_ENVIRONMENT"] = "Development";
        var host = await HostProcess.StartAsync(
            name, HostAssembly.Find(assembly), settings, _options.LogDirectory, _time);
        _hosts.Add(host);
        await Readiness.WaitAsync(host, _http, address, _time, cancellationToken);
    }

    private Dictionary<string, string> SiloSettings() => new()
    {
        ["ConnectionStrings__Orchestrix"] = _postgres!.ApplicationConnectionString,
        ["ConnectionStrings__OrchestrixOwner"] = _postgres.OwnerConnectionString,
        ["Silo__ClusterId"] = Id,
        ["Silo__ServiceId"] = Id,
        ["Silo__SiloPort"] = _siloPort.ToString(CultureInfo.InvariantCulture),
        ["Silo__GatewayPort"] = _gatewayPort.ToString(CultureInfo.InvariantCulture),
    };

    private Dictionary<string, string> ApiSettings()
    {
        var settings = new Dictionary<string, string>
        {
            ["Cluster__ClusterId"] = Id,
            ["Cluster__ServiceId"] = Id,
            ["Cluster__GatewayPort"] = _gatewayPort.ToString(CultureInfo.InvariantCulture),
            ["Ops__IsEnabled"] = "true",
        };
        Key.AddTo(settings);
        return settings;
    }

    private static Uri Loopback(int port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
