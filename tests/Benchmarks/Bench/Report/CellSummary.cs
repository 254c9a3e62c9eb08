using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;

namespace Orchestrix.Benchmarks.Report;

/// <summary>One cell over all rounds.</summary>
internal sealed record CellSummary
{
    public required Cell Cell { get; init; }

    public required int Rounds { get; init; }

    public required Spread CommandsPerSecond { get; init; }

    public required Spread EventsPerSecond { get; init; }

    public required Spread P50Ms { get; init; }

    public required Spread P95Ms { get; init; }

    public required Spread P99Ms { get; init; }

    public required Spread MaxMs { get; init; }

    /// <summary>Processor seconds of the application for 1,000 commands.</summary>
    public required Spread ApplicationCpu { get; init; }

    /// <summary>Processor seconds of the database for 1,000 commands.</summary>
    public required Spread DatabaseCpu { get; init; }

    public required Spread WalBytesPerEvent { get; init; }

    /// <summary>Null for a program without a managed heap.</summary>
    public required Spread? AllocatedBytesPerCommand { get; init; }

    /// <summary>Share of the machine that was busy with something else.</summary>
    public required Spread OtherCpuShare { get; init; }

    public required long FailedCommands { get; init; }

    public static IReadOnlyList<CellSummary> Of(IEnumerable<CellResult> results) =>
        [.. results.GroupBy(static result => result.Cell).Select(static group => Of([.. group]))];

    private static CellSummary Of(CellResult[] rounds) => new()
    {
        Cell = rounds[0].Cell,
        Rounds = rounds.Length,
        CommandsPerSecond = Over(rounds, static round => round.CommandsPerSecond),
        EventsPerSecond = Over(rounds, static round => round.EventsPerSecond),
        P50Ms = Over(rounds, static round => round.Measured.P50Ms),
        P95Ms = Over(rounds, static round => round.Measured.P95Ms),
        P99Ms = Over(rounds, static round => round.Measured.P99Ms),
        MaxMs = Over(rounds, static round => round.Measured.MaxMs),
        ApplicationCpu = Over(rounds, static round => round.ApplicationCpuPerThousand),
        DatabaseCpu = Over(rounds, static round => round.DatabaseCpuPerThousand),
        WalBytesPerEvent = Over(rounds, static round => round.WalBytesPerEvent),
        AllocatedBytesPerCommand = Spread.Of(
            rounds.Select(static round => round.AllocatedBytesPerCommand).OfType<double>()),
        OtherCpuShare = Over(rounds, static round => round.OtherCpuShare),
        FailedCommands = rounds.Sum(static round => round.Measured.Failed),
    };

    private static Spread Over(CellResult[] rounds, Func<CellResult, double> figure) =>
        Spread.Of(rounds.Select(figure))!;
}
