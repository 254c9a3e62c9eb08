using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>
/// How many transfers one silo brings to their end, with everything that the bank runs beside them, and pgbench on the
/// same server: in rounds and in turns.
/// </summary>
internal sealed class SagasRun(
    BenchServer server, RunOptions options, int callers, int rounds, double seconds, RunScreen screen)
{
    /// <summary>Commits of one transfer: three of the saga, one of each account.</summary>
    private const int CommitsPerTransfer = 5;

    public async Task<SagaFigures> RunAsync(CancellationToken cancellationToken)
    {
        Cell pgbench = new(SystemNames.Pgbench, ScenarioKind.Hot, 64, 1);
        Cell many = new(SystemNames.Transfers, ScenarioKind.Cold, callers, 1);
        Cell few = new(SystemNames.Transfers, ScenarioKind.OneStream, callers, 1);
        Cell lone = new(SystemNames.Transfers, ScenarioKind.Cold, 1, 1);
        var starter = new SystemStarter(server, options, TimeProvider.System);
        await using var baseline = await starter.StartAsync(SystemNames.Pgbench, "bench_pgbench", cancellationToken);
        await using var transfers = await starter.StartAsync(
            SystemNames.Transfers, "bench_transfers", cancellationToken);
        await server.AnalyzeAsync("bench_transfers", cancellationToken);
        var runner = new CellRunner(server, seconds / 2, seconds);
        var results = new List<CellResult>();
        for (var round = 1; round <= rounds; round++)
        {
            screen.StartRound(round, rounds);
            foreach (var cell in new[] { pgbench, many, few, lone })
            {
                var result = await runner.MeasureAsync(
                    cell == pgbench ? baseline : transfers, cell, round, null, cancellationToken);
                screen.Show(result);
                results.Add(result);
            }
        }
        double Median(Cell cell, Func<CellResult, double> figure) =>
            Statistics.Median(results.Where(result => result.Cell == cell).Select(figure)) ?? 0;
        var perSecond = Median(many, static result => result.CommandsPerSecond);
        return new SagaFigures(
            perSecond, Median(many, static result => result.Measured.P50Ms),
            Median(many, static result => result.Measured.P99Ms),
            Median(few, static result => result.CommandsPerSecond),
            Median(lone, static result => result.Measured.P50Ms),
            perSecond * CommitsPerTransfer / Median(pgbench, static result => result.CommandsPerSecond),
            Median(many, static result => result.ApplicationCpuPerThousand),
            Median(many, static result => result.DatabaseCpuPerThousand),
            results.Sum(static result => result.Measured.Failed));
    }
}
