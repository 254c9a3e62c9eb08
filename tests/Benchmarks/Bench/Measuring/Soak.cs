using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>The same load on the same hot grains, minute after minute: does memory stay flat?</summary>
internal sealed class Soak(BenchServer server, SystemStarter starter, RunScreen screen)
{
    private const string Database = "bench_soak";

    /// <param name="minutes">How many, after the first, which warms up.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SoakResult> RunAsync(double minutes, CancellationToken cancellationToken)
    {
        screen.Say($"Soak: 256 callers on hot grains, {minutes:0.##} minutes");
        var cell = WritesPlan.Hot(SystemNames.Aggregate, 256);
        var pieces = Math.Max(2, (int)Math.Round(minutes));
        var runner = new CellRunner(server, 0.1, minutes * 60 / pieces);
        var series = new List<CellResult>();
        await using (var system = await starter.StartAsync(SystemNames.Aggregate, Database, cancellationToken))
        {
            await new CellRunner(server, 5, 10).MeasureAsync(system, cell, 0, Database, cancellationToken);
            for (var piece = 1; piece <= pieces; piece++)
            {
                var result = await runner.MeasureAsync(system, cell, piece, Database, cancellationToken);
                series.Add(result);
                screen.Show(result, $"{(result.Measured.RssBytes ?? 0) / 1e6:N0} MB");
            }
        }
        await server.DropDatabaseAsync(Database, cancellationToken);
        return new SoakResult(minutes, series);
    }
}
