using Bank.Cli.Demo;
using Bank.Cli.Drill;
using Bank.Cli.Drill.Backup;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Topology.Production;

/// <summary>
/// A cluster with the settings of production, as far as one machine can have them: certificates of an authority of its
/// own for HTTP and PostgreSQL, a standby that commits wait for, an archived write-ahead log and a backup, a schema
/// that its owner has migrated and that silos only verify, Prometheus with the shipped rules and an Alertmanager.
/// Disposing stops and deletes everything but the logs.
/// </summary>
internal sealed class ProductionCluster : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DrillFolder _folder = new();
    private readonly ProductionOptions _options;
    private readonly Action<string> _report;
    private readonly TimeProvider _time;
    private readonly LocalAuthority _authority;
    private readonly PgBackRest _backups;
    private LocalPostgres? _postgres;
    private LocalPostgres? _standby;
    private BankCluster? _cluster;
    private DemoAlertmanager? _alertmanager;

    private ProductionCluster(ProductionOptions options, Action<string> report, TimeProvider time)
    {
        (_options, _report, _time) = (options, report, time);
        _authority = new LocalAuthority(_folder["certificates"], time);
        _backups = new PgBackRest(_folder);
        Operator = _authority.Issue("operator");
    }

    /// <summary>Silos and APIs.</summary>
    public BankCluster Cluster => _cluster!;

    /// <summary>The certificate of who operates the cluster.</summary>
    public Certificate Operator { get; }

    /// <summary>The server that commits wait for.</summary>
    public LocalPostgres Standby => _standby!;

    /// <summary>Where the database keeps its data.</summary>
    public string DatabaseDirectory => _postgres!.DataDirectory;

    /// <summary>The file with what pgBackRest says of its backups.</summary>
    public string BackupInfoPath => _folder["backup-info.json"];

    /// <summary>The file with the result of the last restore drill; there is none before the first.</summary>
    public string DrillRecordPath => _folder["drill.json"];

    /// <summary>Where files go that are to be deleted with the cluster.</summary>
    public DrillFolder Folder => _folder;

    /// <summary>Prometheus; null if it is not installed or not wanted.</summary>
    public DemoPrometheus? Prometheus { get; private set; }

    /// <summary>Starts everything.</summary>
    /// <param name="options">What is wanted.</param>
    /// <param name="report">Is told what is being started.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="Orchestrix.Errors.ConfigurationException">A program is not installed.</exception>
    /// <exception cref="DrillException">The schema could not be migrated, or no backup be taken.</exception>
    /// <exception cref="HostFailedException">A program did not start.</exception>
    public static async Task<ProductionCluster> StartAsync(
        ProductionOptions options, Action<string> report, TimeProvider time, CancellationToken cancellationToken)
    {
        var production = new ProductionCluster(options, report, time);
        try
        {
            await production.StartServersAsync(cancellationToken);
            await production.StartHostsAsync(cancellationToken);
            if (options.IsFlawed)
                await Flaws.BreakAsync(production._postgres!, time, cancellationToken);
            else
                await production.SafeguardAsync(cancellationToken);
            await File.WriteAllTextAsync(
                production.BackupInfoPath,
                await production._backups.InfoAsync(production._postgres!, cancellationToken), cancellationToken);
            return production;
        }
        catch
        {
            await production.DisposeAsync();
            throw;
        }
    }

    /// <summary>Restores the backup on a server of its own, and verifies that copy.</summary>
    /// <exception cref="DrillException">It does not restore, or is not what was sealed.</exception>
    public async Task TryRestoreAsync(CancellationToken cancellationToken)
    {
        _report("Restoring the backup on another server, and verifying that copy");
        var copy = new LocalPostgresOptions
        {
            DataDirectory = _folder["restored"],
            Tls = await TlsAsync("restored", cancellationToken),
        };
        await RestoreDrill.RunAsync(_postgres!, _backups, copy, DrillRecordPath, _time, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Prometheus is not null)
            await Prometheus.DisposeAsync();
        if (_alertmanager is not null)
            await _alertmanager.DisposeAsync();
        try
        {
            await ReleaseAsync();
        }
        finally
        {
            if (_cluster is not null)
                await _cluster.DisposeAsync();
            if (_standby is not null)
                await _standby.DisposeAsync();
            if (_postgres is not null)
                await _postgres.DisposeAsync();
            _authority.Dispose();
            _folder.Dispose();
        }
    }

    // Silos write as they stop: with a standby that is gone, each statement would wait until it times out.
    private async Task ReleaseAsync()
    {
        if (_standby is null || !_postgres!.IsRunning)
            return;
        _report("Commits wait for the standby no more");
        await SynchronousStandby.ReleaseAsync(_postgres);
    }

    private async Task StartServersAsync(CancellationToken cancellationToken)
    {
        _report("Starting PostgreSQL with TLS and an archive of its write-ahead log");
        await _backups.WriteConfigurationAsync(cancellationToken);
        var options = _backups.ServerOptions();
        options.Tls = await TlsAsync("postgres", cancellationToken);
        _postgres = await LocalPostgres.StartAsync(options, cancellationToken);
        await _backups.CreateAsync(_postgres, cancellationToken);
        _report("Migrating the schema as its owner");
        await OrchestrixProgram.RunAsync(
            ["migrate"],
            new Dictionary<string, string>
            {
                [ProvisionedPostgres.OwnerConnectionStringVariable] = _postgres.OwnerConnectionString,
            },
            cancellationToken);
        // Shows the application sessions of others, and no data.
        await using var database = new DrillDatabase(_postgres.SuperuserConnectionString);
        await database.ExecuteAsync("grant_statistics", cancellationToken);
        _report("Starting a standby, which commits wait for");
        _standby = await SynchronousStandby.StartAsync(
            _postgres,
            new LocalPostgresOptions
            {
                DataDirectory = _folder["standby"],
                Tls = await TlsAsync("standby", cancellationToken),
            },
            _time, cancellationToken);
    }

    private async Task<LocalPostgresTls> TlsAsync(string name, CancellationToken cancellationToken)
    {
        var certificate = _authority.Issue(name);
        return new LocalPostgresTls(
            await File.ReadAllTextAsync(certificate.Path, cancellationToken),
            await File.ReadAllTextAsync(certificate.KeyPath, cancellationToken), _authority.Path);
    }

    private async Task StartHostsAsync(CancellationToken cancellationToken)
    {
        var options = new ClusterOptions(
            _options.IsFlawed ? ProductionOptions.Silos - 1 : ProductionOptions.Silos, ProductionOptions.Apis,
            _folder["primary"], _options.LogDirectory)
        {
            Environment = "Production",
            Authority = _authority,
            IsHttpPlain = _options.IsFlawed,
            IsMigrated = true,
            Adjust = _options.IsFlawed ? Flaws.Break : static (_, _) => { },
        };
        _cluster = await BankCluster.StartAsync(
            ProvisionedPostgres.Adopt(_postgres!), options, HostPrograms.Current(), _report, _time, cancellationToken);
    }

    private async Task SafeguardAsync(CancellationToken cancellationToken)
    {
        _report("Taking a full backup");
        await _backups.BackUpAsync(_postgres!, "full", cancellationToken);
        _alertmanager = await DemoAlertmanager.StartAsync(
            _folder["alertmanager"], _options.LogDirectory, _time, cancellationToken);
        Prometheus = await DemoPrometheus.StartAsync(
            _folder["prometheus"], _options.LogDirectory, Cluster.Silos.Select(static silo => silo.Address.Authority),
            Cluster.Apis.Select(static api => HostSettings.MetricsOf(api.Address, api.Settings).Authority),
            _alertmanager, _time);
        if (Prometheus is null)
            return;
        _report("Waiting until Prometheus has read all metrics and evaluated its rules");
        var started = _time.GetTimestamp();
        while (!await Prometheus.IsWatchingAsync(Cluster.Silos.Count, cancellationToken))
        {
            if (_time.GetElapsedTime(started) > Patience)
                throw new DrillException("Prometheus did not read all metrics and evaluate its rules within a minute.");
            await Task.Delay(Pause, _time, cancellationToken);
        }
    }
}
