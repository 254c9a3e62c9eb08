using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.Local;

/// <summary>
/// A PostgreSQL to work with on a developer's machine: the one that the environment names, else a private
/// <see cref="LocalPostgres"/>. Disposing stops only what was started.
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

    private ProvisionedPostgres(string application, string owner, LocalPostgres? local) =>
        (ApplicationConnectionString, OwnerConnectionString, Local) = (application, owner, local);

    /// <summary>For the program. May contain a password.</summary>
    public string ApplicationConnectionString { get; }

    /// <summary>For migrations. May contain a password.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>The server that was started; null when the environment named one.</summary>
    public LocalPostgres? Local { get; }

    /// <summary>Takes the server that the environment names, else starts a private one.</summary>
    /// <param name="options">For the private one; ignored when the environment names a server.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ConfigurationException">Nothing is named or can be started; says what to install.</exception>
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

    /// <summary>Stops the private server, if there is one.</summary>
    public ValueTask DisposeAsync() => Local?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Where the server comes from; no password.</summary>
    public override string ToString() => Local?.ToString() ?? $"PostgreSQL named by {ConnectionStringVariable}";
}
