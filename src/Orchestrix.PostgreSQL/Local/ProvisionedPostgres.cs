using Npgsql;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>
/// A PostgreSQL to work with on a developer's machine: the one that the environment names, else a private
/// <see cref="LocalPostgres"/>, or one that the caller started. Disposing stops only what was started.
/// </summary>
public sealed class ProvisionedPostgres : IAsyncDisposable
{
    /// <summary>The variable with the application's connection string; when it is set, nothing is started.</summary>
    public const string ConnectionStringVariable = "ORCHESTRIX_POSTGRES";

    /// <summary>
    /// The environment variable with the connection string of the role that migrates. Default: the same as
    /// <see cref="ConnectionStringVariable"/>. Used only together with that.
    /// </summary>
    public const string OwnerConnectionStringVariable = "ORCHESTRIX_POSTGRES_OWNER";

    private readonly IAsyncDisposable? _server;

    private ProvisionedPostgres(string application, string owner, IAsyncDisposable? server) =>
        (ApplicationConnectionString, OwnerConnectionString, _server) = (application, owner, server);

    /// <summary>For the program. May contain a password.</summary>
    public string ApplicationConnectionString { get; }

    /// <summary>For migrations. May contain a password.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>The private server that was started; null when there is none.</summary>
    public LocalPostgres? Local => _server as LocalPostgres;

    /// <summary>Takes the server that the environment names, else starts a private one.</summary>
    /// <param name="options">For the private one; ignored when the environment names a server.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ConfigurationException">
    /// Nothing is named or can be started; says what to install. The code is
    /// <see cref="ErrorCodes.ServerNotInstalled"/> when no server programs were found.
    /// </exception>
    public static async Task<ProvisionedPostgres> StartOrConnectAsync(
        LocalPostgresOptions options, CancellationToken cancellationToken = default)
    {
        var named = Environment.GetEnvironmentVariable(ConnectionStringVariable);
        if (!string.IsNullOrWhiteSpace(named))
        {
            var owner = Environment.GetEnvironmentVariable(OwnerConnectionStringVariable);
            return new ProvisionedPostgres(named, string.IsNullOrWhiteSpace(owner) ? named : owner, null);
        }

        var local = await LocalPostgres.StartAsync(options, cancellationToken).ConfigureAwait(false);
        return new ProvisionedPostgres(local.ApplicationConnectionString, local.OwnerConnectionString, local);
    }

    /// <summary>Takes over a private server that the caller started.</summary>
    /// <param name="server">Disposed with the result.</param>
    public static ProvisionedPostgres Adopt(LocalPostgres server)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new ProvisionedPostgres(server.ApplicationConnectionString, server.OwnerConnectionString, server);
    }

    /// <summary>
    /// Takes over a server that the caller started, for example in a container, and creates the same roles and database
    /// in it as <see cref="LocalPostgres"/> does. What exists stays; the two roles get new random passwords each time.
    /// </summary>
    /// <param name="server">
    /// Disposed with the result, or at once if this fails. Its <see cref="object.ToString"/> says where the server is.
    /// </param>
    /// <param name="superuserConnectionString">A superuser, in any database but the one to create.</param>
    /// <param name="databaseName">The database to create; owned by <c>orchestrix_owner</c>.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="NpgsqlException">The server cannot be reached or refuses.</exception>
    public static async Task<ProvisionedPostgres> AdoptAsync(
        IAsyncDisposable server, string superuserConnectionString, string databaseName = "orchestrix",
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        try
        {
            var credentials = LocalCredentials.Create();
            await LocalProvisioning.CreateRolesAsync(superuserConnectionString, credentials, cancellationToken)
                .ConfigureAwait(false);
            var superuser = new NpgsqlConnectionStringBuilder(superuserConnectionString) { Database = databaseName };
            await LocalProvisioning.CreateDatabaseAsync(
                superuserConnectionString, superuser.ConnectionString, databaseName, "template1", cancellationToken)
                    .ConfigureAwait(false);
            return new ProvisionedPostgres(
                As(superuser, LocalPostgres.Application, credentials.Application),
                As(superuser, LocalPostgres.Owner, credentials.Owner), server);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the server, unless the environment named it.</summary>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Where the server comes from; no password.</summary>
    public override string ToString() =>
        _server is null ? $"PostgreSQL named by {ConnectionStringVariable}" : $"{_server}";

    private static string As(NpgsqlConnectionStringBuilder server, string user, string password) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = user, Password = password }
            .ConnectionString;
}
