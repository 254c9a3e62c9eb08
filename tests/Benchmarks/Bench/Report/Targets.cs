using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;
using static Orchestrix.Benchmarks.Plan.SystemNames;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Ratios of figures of the same round, and what they must reach.</summary>
internal sealed class Targets
{
    private static readonly Cell _hot = WritesPlan.Hot(Aggregate, 256);
    private static readonly Cell _cold = WritesPlan.Cold(Aggregate, 256);
    private static readonly Cell _many = WritesPlan.Many(Aggregate, 256);

    private readonly IReadOnlyList<CellResult> _cells;

    public Targets(IReadOnlyList<CellResult> cells)
    {
        _cells = cells;
        All = [.. Required(), .. Rates(), .. Costs()];
    }

    /// <summary>In the order of the report; those with a limit first.</summary>
    public IReadOnlyList<Target> All { get; }

    private IEnumerable<Target> Required() =>
    [
        new("hot_vs_pgbench", "hot grains, 256 callers / pgbench, 64 clients", 1.5, false,
            Rate(_hot, WritesPlan.PgbenchMany)),
        new("hot_vs_marten", "hot grains, 256 callers / Marten Quick, as it comes or tuned, whichever is faster", 15,
            false, PeerRate(Marten)),
        new("hot_vs_logstorage", "hot grains, 256 callers / Orleans LogStorage, whichever is faster", 25, false,
            PeerRate(LogStorage)),
        new("cold_vs_pgbench", "cold grains, 256 callers / pgbench, 64 clients", 0.7, false,
            Rate(_cold, WritesPlan.PgbenchMany)),
        new("single_latency_vs_pgbench", "median latency of 1 caller / of 1 client of pgbench", 1.3, true,
            Ratio(WritesPlan.Hot(Aggregate, 1), WritesPlan.PgbenchSingle, static cell => cell.Measured.P50Ms)),
        new("batch10_vs_bulk", "events/s of 10-event commands, 256 callers / rows/s of the bulk insert", 0.6, false,
            Ratio(_many, WritesPlan.Bulk, static cell => cell.EventsPerSecond)),
        new("hot_p99_ms", "p99 of hot grains, 256 callers, in ms", 25, true,
            Spread.Of(_cells.Where(static cell => cell.Cell == _hot).Select(static cell => cell.Measured.P99Ms))),
    ];

    private IEnumerable<Target> Rates() =>
    [
        Told("hot_vs_statestorage", "hot grains / Orleans StateStorage, whichever is faster", PeerRate(StateStorage)),
        Told("hot_vs_akka", "hot grains / Akka.Persistence.Sql, whichever is faster", PeerRate(Akka)),
        Told("hot_vs_marten_plain", "hot grains / Marten Quick as it comes", Rate(_hot, WritesPlan.Hot(Marten, 256))),
        Told("hot_vs_marten_append", "hot grains / Marten Quick, tuned, append without reading",
            Rate(_hot, WritesPlan.Hot(MartenAppend, 256))),
        Told("hot_vs_logstorage_plain", "hot grains / Orleans LogStorage as it comes",
            Rate(_hot, WritesPlan.Hot(LogStorage, 256))),
        Told("aged_vs_logstorage",
            "hot grains of 1,000 events each / Orleans LogStorage with the same, whichever is faster",
            PeerRate(WritesPlan.Aged, LogStorage)),
        Told("journal_hot_vs_pgbench", "plain `JournaledGrain`, hot, 256 callers / pgbench, 64 clients",
            Rate(WritesPlan.Hot(Journal, 256), WritesPlan.PgbenchMany)),
        Told("batch10_vs_bulk_indexed",
            "events/s of 10-event commands / rows/s of the bulk insert with the log's three indexes",
            Ratio(_many, WritesPlan.BulkIndexed, static cell => cell.EventsPerSecond)),
        Told("tcp_hot_vs_pgbench", "hot grains over TCP, 256 callers / pgbench, 64 clients",
            Rate(WritesPlan.Hot(Gateway, 256), WritesPlan.PgbenchMany)),
    ];

    // Processor time of application and database together for one event. It hardly depends on what else the machine
    // does, unlike all that is measured in seconds of the clock.
    private IEnumerable<Target> Costs() =>
    [
        Told("cpu_pgbench_vs_hot", "processor time of pgbench, 64 clients / of hot grains, 256 callers",
            Cost(WritesPlan.PgbenchMany, _hot)),
        Told("cpu_pgbench_vs_cold", "processor time of pgbench, 64 clients / of cold grains, 256 callers",
            Cost(WritesPlan.PgbenchMany, _cold)),
        Told("cpu_marten_vs_hot", "processor time of Marten Quick, tuned / of hot grains, 256 callers",
            Cost(WritesPlan.Hot(Tuned(Marten), 256), _hot)),
        Told("cpu_logstorage_vs_hot", "processor time of Orleans LogStorage, tuned / of hot grains, 256 callers",
            Cost(WritesPlan.Hot(Tuned(LogStorage), 256), _hot)),
        Told("cpu_bulk_vs_batch10", "processor time of a row of the bulk insert / of an event of a 10-event command",
            Cost(WritesPlan.Bulk, _many)),
    ];

    private static Target Told(string key, string text, Spread? value) => new(key, text, null, false, value);

    // As it comes or tuned, whichever is faster.
    private Spread? PeerRate(string peer) => PeerRate(WritesPlan.Hot, peer);

    private Spread? PeerRate(Func<string, int, Cell> load, string peer) =>
        new[] { peer, Tuned(peer) }.Select(variant => Rate(load(Aggregate, 256), load(variant, 256)))
            .OfType<Spread>().MinBy(static ratio => ratio.Median);

    private Spread? Rate(Cell numerator, Cell divisor) =>
        Ratio(numerator, divisor, static cell => cell.CommandsPerSecond);

    private Spread? Cost(Cell numerator, Cell divisor) =>
        Ratio(numerator, divisor, static cell =>
            (cell.ApplicationCpuPerThousand + cell.DatabaseCpuPerThousand) / cell.Cell.Events);

    private Spread? Ratio(Cell numerator, Cell divisor, Func<CellResult, double> figure)
    {
        Dictionary<int, double> ByRound(Cell wanted) => _cells.Where(cell => cell.Cell == wanted)
            .ToDictionary(static cell => cell.Round, figure);
        return Statistics.Ratio(ByRound(numerator), ByRound(divisor));
    }
}
