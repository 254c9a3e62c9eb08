using Orchestrix.Benchmarks.Baselines;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Processes;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>Starts systems, each on a new database of its own.</summary>
internal sealed class SystemStarter(BenchServer server, RunOptions options, TimeProvider time)
{
    /// <param name="system">One of <see cref="SystemNames"/>.</param>
    /// <param name="database">Name of the database to create.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="WorkerFailedException">The worker does not become ready.</exception>
    public async Task<ISystem> StartAsync(string system, string database, CancellationToken cancellationToken)
    {
        var connection = await server.CreateDatabaseAsync(database, cancellationToken);
        if (system == SystemNames.Pgbench)
        {
            var pgbench = new Pgbench(
                PgbenchProgram.Find(server.BinDirectory), connection,
                Path.Combine(options.OutputDirectory, "pgbench"), time);
            await pgbench.PrepareAsync(cancellationToken);
            return new PgbenchSystem(pgbench);
        }
        var logFile = Path.Combine(options.OutputDirectory, $"{database}.log");
        File.Delete(logFile);
        return await WorkerSystem.StartAsync(
            system, SystemNames.Peers.Contains(system) ? options.Peers! : Programs.Bench, connection, logFile,
            First(system), cancellationToken);
    }

    /// <summary>Loads by which a new process compiles its code; nothing of them is measured.</summary>
    private Scenario[] First(string system) =>
    [
        .. system is SystemNames.Bulk or SystemNames.BulkIndexed
            ? [new Scenario(ScenarioKind.Hot, 2, WritesPlan.BulkRows, 0, 1)]
            : new Scenario[]
            {
                new(ScenarioKind.Hot, 64, 1, 0, options.Quick ? 2 : 4),
                new(ScenarioKind.Cold, 64, 1, 0, options.Quick ? 0.5 : 2),
                new(ScenarioKind.Hot, 64, WritesPlan.ManyEvents, 0, options.Quick ? 0.5 : 2),
            },
    ];
}
