using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Drill;

/// <summary>
/// A standby that the commits of its primary wait for, as docs/operating/high-availability.md has it.
/// </summary>
internal static class SynchronousStandby
{
    // wait_for_standby.sql names it.
    private const string Name = "standby";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Starts one, and returns when it is in step and commits wait for it.</summary>
    /// <param name="primary">The server.</param>
    /// <param name="options">Of the standby.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops what was started.</param>
    /// <exception cref="Orchestrix.Errors.ConfigurationException">It does not start.</exception>
    /// <exception cref="DrillException">It does not come into step.</exception>
    public static async Task<LocalPostgres> StartAsync(
        LocalPostgres primary, LocalPostgresOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var standby = await primary.StartStandbyAsync(options, Name, cancellationToken);
        try
        {
            await using var database = new DrillDatabase(primary.SuperuserConnectionString);
            await database.ExecuteAsync("wait_for_standby", cancellationToken);
            await database.ExecuteAsync("reload", cancellationToken);
            await time.UntilAsync(
                Patience, async () => await database.ReadAsync<long>("count_in_sync", cancellationToken) == 1,
                "The standby did not come into step.", cancellationToken);
            return standby;
        }
        catch
        {
            await standby.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Lets commits wait for nobody any more, those that wait already included. Works without the standby: a setting is
    /// written, and no transaction.
    /// </summary>
    public static async Task ReleaseAsync(LocalPostgres primary)
    {
        await using var database = new DrillDatabase(primary.SuperuserConnectionString);
        await database.ExecuteAsync("wait_for_nobody", CancellationToken.None);
        await database.ExecuteAsync("reload", CancellationToken.None);
    }
}
