using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>Measures one cell: the worker's figures and, over exactly the same time, the server's.</summary>
internal sealed class CellRunner(BenchServer server, double warmupSeconds, double seconds)
{
    /// <param name="system">The system of the cell.</param>
    /// <param name="cell">The load.</param>
    /// <param name="round">From 1.</param>
    /// <param name="streams">See <see cref="Scenario.Streams"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<CellResult> MeasureAsync(
        ISystem system, Cell cell, int round, string? streams, CancellationToken cancellationToken)
    {
        await server.SettleAsync(cancellationToken);
        Reading? before = null, after = null;
        var measurement = await system.MeasureAsync(
            new Scenario(cell.Kind, cell.Callers, cell.Events, warmupSeconds, seconds, streams),
            async () => before = await server.ReadAsync(),
            async () => after = await server.ReadAsync(),
            cancellationToken);
        return new CellResult(cell, round, measurement, after!.Since(before!));
    }
}
