using Orchestrix.PostgreSQL.Local;

namespace Bank.Cli.Drill.Backup;

/// <summary>The write-ahead log of a server that archives it.</summary>
internal static class WalArchive
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Finishes the current file and waits until it is in the archive.</summary>
    /// <exception cref="DrillException">It did not get there.</exception>
    public static async Task FinishAsync(LocalPostgres server, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var database = new DrillDatabase(server.SuperuserConnectionString);
        var file = await database.ReadAsync<string>("switch_wal", cancellationToken);
        await time.UntilAsync(
            Patience,
            async () => string.CompareOrdinal(
                await database.ReadAsync<string>("last_archived", cancellationToken), file) >= 0,
            $"{file} was not archived.", cancellationToken);
    }
}
