using Npgsql;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>
/// A private PostgreSQL server for development, demo and tests, made from the installed programs: one cluster in one
/// directory, on a loopback port, with random passwords and full durability. Disposing stops the server and keeps the
/// data. On Linux the server also stops when this process is killed.
/// </summary>
/// <remarks>Members are safe to read at any time; call the methods that start and stop one after the other.</remarks>
public sealed partial class LocalPostgres : IAsyncDisposable
{
    internal const string Superuser = "postgres";
    internal const string Owner = "orchestrix_owner";
    internal const string Application = "orchestrix_app";

    private readonly LocalPostgresOptions _options;
    private readonly PostgresBinaries _binaries;
    private readonly ServerAccount _account;
    private readonly LocalCredentials _credentials;
    private Postmaster _postmaster;

    private LocalPostgres(
        LocalPostgresOptions options, PostgresBinaries binaries, ServerAccount account, LocalCredentials credentials,
        string dataDirectory)
    {
        (_options, _binaries, _account, _credentials) = (options, binaries, account, credentials);
        DataDirectory = dataDirectory;
        _postmaster = NewPostmaster();
    }

    /// <summary>
    /// Where the cluster is. Differs from the requested directory only when this process is root and the server's user
    /// <c>postgres</c> may not enter the parent of the requested one; then it is a directory of the temporary folder
    /// that stays the same for the same request.
    /// </summary>
    public string DataDirectory { get; }

    /// <summary>The directory of the server's programs.</summary>
    public string BinDirectory => _binaries.Directory;

    /// <summary>The server's version.</summary>
    public Version Version => _binaries.Version;

    /// <summary>The port on 127.0.0.1; the same for the life of this object.</summary>
    public int Port { get; private set; }

    /// <summary>The server's process id; changes with each start.</summary>
    public int ProcessId => _postmaster.ProcessId;

    /// <summary>True between a start and the next stop or crash.</summary>
    public bool IsRunning => ProcessId > 0 && !_postmaster.HasExited;

    /// <summary>For administration: the superuser, in the database <c>postgres</c>. Contains a password.</summary>
    public string SuperuserConnectionString => ConnectionString("postgres", Superuser, _credentials.Superuser);

    /// <summary>For migrations: the owner of the database. Contains a password.</summary>
    public string OwnerConnectionString => OwnerConnectionStringFor(_options.DatabaseName);

    /// <summary>
    /// For the program: the role that may read and write rows and not change the schema. Contains a password.
    /// </summary>
    public string ApplicationConnectionString => ApplicationConnectionStringFor(_options.DatabaseName);

    /// <summary>
    /// Starts the cluster of the options' directory; creates it the first time. One that was restored from a backup, or
    /// follows another server, is started as it is.
    /// </summary>
    /// <exception cref="ConfigurationException">
    /// No server is installed (code <see cref="ErrorCodes.ServerNotInstalled"/>), the directory is in use or is not
    /// such a cluster, or the server does not start; the message says which and what to do.
    /// </exception>
    public static async Task<LocalPostgres> StartAsync(
        LocalPostgresOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ClusterConfiguration.Validate(options);
        var binaries = await PostgresBinaries.FindAsync(options.BinDirectory, cancellationToken).ConfigureAwait(false);
        var account = await ServerAccount.GetAsync(cancellationToken).ConfigureAwait(false);
        var directory = await ClusterDirectory.LocateAsync(options.DataDirectory, account, cancellationToken)
            .ConfigureAwait(false);
        var credentials = await ClusterDirectory.EnsureAsync(directory, binaries, account, cancellationToken)
            .ConfigureAwait(false);
        PostmasterPidFile.ThrowIfRunning(directory);
        var isRestored = File.Exists(Path.Combine(directory, "recovery.signal"));

        var server = new LocalPostgres(options, binaries, account, credentials, directory);
        try
        {
            await server.FirstStartAsync(cancellationToken).ConfigureAwait(false);
            // What is restored or follows another server has its roles and its database.
            if (!File.Exists(Path.Combine(directory, "standby.signal")) && !isRestored)
                await server.ProvisionAsync(cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The owner's connection string for another database of this server. Contains a password.</summary>
    public string OwnerConnectionStringFor(string databaseName) =>
        ConnectionString(databaseName, Owner, _credentials.Owner);

    /// <summary>The application's connection string for another database of this server. Contains a password.</summary>
    public string ApplicationConnectionStringFor(string databaseName) =>
        ConnectionString(databaseName, Application, _credentials.Application);

    /// <summary>Creates a further database with the same owner and privileges; nothing when it exists.</summary>
    /// <param name="databaseName">Its name.</param>
    /// <param name="templateName">The database to copy; nobody may be connected to it. Default: an empty one.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task CreateDatabaseAsync(
        string databaseName, string templateName = "template1", CancellationToken cancellationToken = default) =>
        LocalProvisioning.CreateDatabaseAsync(
            SuperuserConnectionString, ConnectionString(databaseName, Superuser, _credentials.Superuser), databaseName,
            templateName, cancellationToken);

    /// <summary>Stops the server: ends all sessions, keeps the data, waits until no process is left.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _postmaster.StopAsync(cancellationToken);

    /// <summary>Starts a stopped or crashed server again, on the same port.</summary>
    /// <exception cref="ConfigurationException">It does not start, for example because the port was taken.</exception>
    public Task StartAgainAsync(CancellationToken cancellationToken = default)
    {
        PostmasterPidFile.ThrowIfRunning(DataDirectory);
        return LaunchAsync(Port, cancellationToken);
    }

    /// <summary>Stops the server and starts it again, on the same port.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync(cancellationToken).ConfigureAwait(false);
        await StartAgainAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Kills the server and its backends as a power cut would, for tests of recovery. What was committed is there after
    /// <see cref="StartAgainAsync"/>.
    /// </summary>
    public Task CrashAsync(CancellationToken cancellationToken = default) => _postmaster.KillAsync(cancellationToken);

    /// <summary>The same as <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Version, address and directory; no password.</summary>
    public override string ToString() =>
        $"PostgreSQL {Version} at 127.0.0.1:{Port}, process {ProcessId}, data in {DataDirectory}";

    private async Task FirstStartAsync(CancellationToken cancellationToken)
    {
        const int attempts = 5;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var port = _options.Port == 0 ? LoopbackPort.Find() : _options.Port;
                await LaunchAsync(port, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (ConfigurationException e) when (PortWasTaken(e) && _options.Port == 0 && attempt < attempts)
            {
                // Another program was faster; try another port.
            }
        }
    }

    private async Task LaunchAsync(int port, CancellationToken cancellationToken)
    {
        Port = port;
        _postmaster = NewPostmaster();
        if (_options.Tls is { } tls)
            await ServerTls.WriteAsync(DataDirectory, tls, _account, cancellationToken).ConfigureAwait(false);
        await ClusterConfiguration.WriteAsync(DataDirectory, _options, cancellationToken).ConfigureAwait(false);
        await _account.OwnAsync(ClusterConfiguration.PathIn(DataDirectory), cancellationToken).ConfigureAwait(false);
        await _postmaster.LaunchAsync(port, cancellationToken).ConfigureAwait(false);
        await LocalReadiness.WaitAsync(_postmaster, SuperuserConnectionString, _options, cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task ProvisionAsync(CancellationToken cancellationToken)
    {
        await LocalProvisioning.CreateRolesAsync(SuperuserConnectionString, _credentials, cancellationToken)
            .ConfigureAwait(false);
        await CreateDatabaseAsync(_options.DatabaseName, cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    private Postmaster NewPostmaster() => new(DataDirectory, _binaries, _account, _options);

    private static bool PortWasTaken(ConfigurationException e) =>
        e.Message.Contains("Address already in use", StringComparison.Ordinal);

    private string ConnectionString(string database, string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = user,
        Password = password,
        SslMode = _options.Tls is null ? SslMode.Disable : SslMode.VerifyFull,
        RootCertificate = _options.Tls?.AuthorityPath,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
