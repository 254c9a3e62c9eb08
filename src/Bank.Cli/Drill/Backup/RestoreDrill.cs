using Bank.Cli.Topology;
using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Drill.Backup;

/// <summary>
/// Restores what a server that runs has backed up and archived on another one, and has <c>orchestrix verify</c> look at
/// the copy and keep a record of it, as docs/operating/backups.md has it. The server goes on meanwhile.
/// </summary>
internal static class RestoreDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Carries it out.</summary>
    /// <param name="server">What was backed up, and runs.</param>
    /// <param name="backups">Its backups.</param>
    /// <param name="copy">Where the copy goes, and how it is reached.</param>
    /// <param name="recordPath">The file of the record.</param>
    /// <param name="time">Measures waits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrillException">A step did not succeed, or the copy is not what was sealed.</exception>
    /// <exception cref="Orchestrix.Errors.ConfigurationException">The copy does not start.</exception>
    public static async Task RunAsync(
        LocalPostgres server, PgBackRest backups, LocalPostgresOptions copy, string recordPath, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await using (var live = new DrillDatabase(server.OwnerConnectionString))
        {
            // An event that no seal covers could be compared with nothing.
            await time.UntilAsync(
                Patience, () => live.ReadAsync<bool>("is_sealed", cancellationToken), "No silo has sealed the log.",
                cancellationToken);
        }
        await WalArchive.FinishAsync(server, time, cancellationToken);
        await server.MakeDirectoryAsync(copy.DataDirectory, cancellationToken);
        await backups.RestoreAsync(server, copy.DataDirectory, instant: null, cancellationToken);
        await using var restored = await LocalPostgres.StartAsync(copy, cancellationToken);
        await using (var database = new DrillDatabase(restored.OwnerConnectionString))
        {
            await time.UntilAsync(
                Patience, async () => !await database.ReadAsync<bool>("is_in_recovery", cancellationToken),
                "The restored server did not end its recovery.", cancellationToken);
        }
        await OrchestrixProgram.RunAsync(
            ["verify", "--drill-record", recordPath],
            new Dictionary<string, string>
            {
                [ProvisionedPostgres.ConnectionStringVariable] = restored.ApplicationConnectionString,
            },
            cancellationToken);
    }
}
