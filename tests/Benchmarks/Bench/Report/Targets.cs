using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;
using static Orchestrix.Benchmarks.Plan.SystemNames;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Ratios of figures of the same round, and what they must reach.</summary>
internal sealed class Targets(IReadOnlyList<CellResult> cells)
{
    private static readonly Cell _hot = WritesPlan.Hot(Aggregate, 256);

    /// <summary>In the order of the report.</summary>
    public IReadOnlyList<Target> All { get; } =
    [
        new("hot_vs_pgbench", "hot grains, 256 callers / pgbench, 64 clients", 1.5, false,
            Rate(cells, _hot, WritesPlan.PgbenchMany)),
        new("hot_vs_marten", "hot grains, 256 callers / Marten Quick, the same", 15, false,
            Rate(cells, _hot, WritesPlan.Hot(Marten, 256))),
        new("hot_vs_logstorage", "hot grains, 256 callers / Orleans LogStorage, the same", 25, false,
            Rate(cells, _hot, WritesPlan.Hot(LogStorage, 256))),
        new("cold_vs_pgbench", "cold grains, 256 callers / pgbench, 64 clients", 0.7, false,
            Rate(cells, WritesPlan.Cold(Aggregate, 256), WritesPlan.PgbenchMany)),
        new("single_latency_vs_pgbench", "median latency of 1 caller / of 1 client of pgbench", 1.3, true,
            Ratio(cells, WritesPlan.Hot(Aggregate, 1), WritesPlan.PgbenchSingle, static cell => cell.Measured.P50Ms)),
        new("batch10_vs_bulk", "events/s of 10-event commands, 256 callers / of the bulk insert", 0.6, false,
            Ratio(cells, WritesPlan.Many(Aggregate, 256), WritesPlan.Bulk, static cell => cell.EventsPerSecond)),
        new("hot_p99_ms", "p99 of hot grains, 256 callers, in ms", 25, true,
            Spread.Of(cells.Where(static cell => cell.Cell == _hot).Select(static cell => cell.Measured.P99Ms))),
    ];

    /// <summary>Further ratios that are told but have no limit.</summary>
    public IReadOnlyDictionary<string, Spread?> Others { get; } = new Dictionary<string, Spread?>
    {
        ["hot_vs_statestorage"] = Rate(cells, _hot, WritesPlan.Hot(StateStorage, 256)),
        ["hot_vs_akka"] = Rate(cells, _hot, WritesPlan.Hot(Akka, 256)),
        ["journal_hot_vs_pgbench"] = Rate(cells, WritesPlan.Hot(Journal, 256), WritesPlan.PgbenchMany),
        ["tcp_hot_vs_pgbench"] = Rate(cells, WritesPlan.Hot(Gateway, 256), WritesPlan.PgbenchMany),
    };

    private static Spread? Rate(IReadOnlyList<CellResult> cells, Cell numerator, Cell divisor) =>
        Ratio(cells, numerator, divisor, static cell => cell.CommandsPerSecond);

    private static Spread? Ratio(
        IReadOnlyList<CellResult> cells, Cell numerator, Cell divisor, Func<CellResult, double> figure)
    {
        Dictionary<int, double> ByRound(Cell wanted) => cells.Where(cell => cell.Cell == wanted)
            .ToDictionary(static cell => cell.Round, figure);
        return Statistics.Ratio(ByRound(numerator), ByRound(divisor));
    }
}
