using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Demo;

/// <summary>
/// Chooses the demo's PostgreSQL: the one that the environment names, else a private one from installed programs, else
/// a container, else an error that says what to install.
/// </summary>
internal static class DemoPostgres
{
    /// <summary>Finds or starts a server.</summary>
    /// <exception cref="ConfigurationException">There is none, or it does not start.</exception>
    public static Task<ProvisionedPostgres> StartAsync(
        DemoOptions options, Action<string> report, CancellationToken cancellationToken)
    {
        var local = new LocalPostgresOptions { DataDirectory = options.DataDirectory };
        return ChooseAsync(
            () => ProvisionedPostgres.StartOrConnectAsync(local, cancellationToken),
            () => PostgresContainer.TryStartAsync(local, report, cancellationToken));
    }

    /// <summary>The choice itself.</summary>
    /// <param name="namedOrInstalled">Throws with <see cref="ErrorCodes.ServerNotInstalled"/> if there is none.</param>
    /// <param name="container">Null if Docker cannot be reached.</param>
    internal static async Task<T> ChooseAsync<T>(Func<Task<T>> namedOrInstalled, Func<Task<T?>> container)
        where T : class
    {
        try
        {
            return await namedOrInstalled();
        }
        catch (ConfigurationException exception) when (exception.Code == ErrorCodes.ServerNotInstalled)
        {
            if (await container() is { } started)
                return started;
            throw;
        }
    }
}
