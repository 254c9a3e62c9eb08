using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>
/// A connection pooler in transaction mode in front of a server: few connections to the server, which serve another
/// client after each transaction. A process of its own that ends with this one.
/// </summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _directory;

    private PgBouncer(Process process, string directory, int port) =>
        (_process, _directory, Port) = (process, directory, port);

    public int Port { get; }

    /// <param name="server">What is behind it.</param>
    /// <param name="serverConnections">Connections to it, for each role and database.</param>
    /// <param name="authentication">What it asks of its clients.</param>
    /// <param name="maxClients">Most clients.</param>
    public static async Task<PgBouncer> StartAsync(
        LocalPostgres server, int serverConnections, string authentication = "scram-sha-256", int maxClients = 500)
    {
        var program = ChildProcess.FindProgram("pgbouncer") ?? throw new InvalidOperationException(
            "pgbouncer is not installed. On Debian and Ubuntu `deploy/scripts/ensure-postgres.sh --tests` installs "
            + "it; elsewhere install the package of that name.");
        // Like the server it refuses to run as root.
        var account = await ServerAccount.GetAsync(default);
        var directory = TemporaryDirectory.NewPath();
        Directory.CreateDirectory(directory);
        var (settings, users, port) = (
            Path.Combine(directory, "pgbouncer.ini"), Path.Combine(directory, "users.txt"), LoopbackPort.Find());
        await File.WriteAllTextAsync(users, Users(server));
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = {authentication}
            auth_file = {users}
            pool_mode = transaction
            default_pool_size = {serverConnections}
            max_client_conn = {maxClients}
            """));
        foreach (var path in new[] { directory, settings, users })
            await account.OwnAsync(path, default);
        // The shell waits for the end of its input, which comes with the end of this process, however it ends.
        var info = ChildProcess.StartInfo(
            account.Command("/bin/sh", "-c", "\"$0\" -q \"$1\" & cat >/dev/null; kill -9 $!", program, settings),
            redirect: false);
        info.RedirectStandardInput = true;
        var pooler = new PgBouncer(Process.Start(info)!, directory, port);
        await Until.TrueAsync(() => pooler.AnswersAsync(server));
        return pooler;
    }

    /// <summary>A connection string of the server, through the pooler and otherwise the same.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Port = Port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<bool> AnswersAsync(LocalPostgres server)
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{Through(server.OwnerConnectionString)};Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException) when (!_process.HasExited)
        {
            return false;
        }
    }

    private static string Users(LocalPostgres server) => string.Join('\n',
        new[] { server.OwnerConnectionString, server.ApplicationConnectionString }
            .Select(static one => new NpgsqlConnectionStringBuilder(one))
            .Select(static one => $"\"{one.Username}\" \"{one.Password}\""));
}
