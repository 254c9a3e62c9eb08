using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Plan;

/// <summary>The cells of the suite <c>writes</c> and how long they take.</summary>
/// <param name="Cells">In the order of the first round.</param>
/// <param name="Rounds">How often each cell is measured.</param>
/// <param name="WarmupSeconds">Load of a cell before its clock starts.</param>
/// <param name="Seconds">Load of a cell that is measured.</param>
internal sealed record WritesPlan(IReadOnlyList<Cell> Cells, int Rounds, double WarmupSeconds, double Seconds)
{
    /// <summary>Rows of a statement of the bulk insert limit.</summary>
    public const int BulkRows = 1000;

    /// <summary>Events of a larger command.</summary>
    public const int ManyEvents = 10;

    public static Cell PgbenchSingle { get; } = new(SystemNames.Pgbench, ScenarioKind.Hot, 1, 1);

    public static Cell PgbenchMany { get; } = new(SystemNames.Pgbench, ScenarioKind.Hot, 64, 1);

    public static Cell Bulk { get; } = new(SystemNames.Bulk, ScenarioKind.Hot, 2, BulkRows);

    public static Cell BulkIndexed { get; } = new(SystemNames.BulkIndexed, ScenarioKind.Hot, 2, BulkRows);

    /// <summary>What the ratios need, within three minutes.</summary>
    public static WritesPlan Quick { get; } = new(
        [
            PgbenchSingle,
            Hot(SystemNames.Aggregate, 1),
            PgbenchMany,
            .. new[] { SystemNames.Aggregate, SystemNames.Journal, SystemNames.Marten, SystemNames.LogStorage }
                .Concat(SystemNames.TunedPeers).Select(static system => Hot(system, 256)),
            Cold(SystemNames.Aggregate, 256),
            Bulk,
            BulkIndexed,
            Many(SystemNames.Aggregate, 256),
        ], Rounds: 2, WarmupSeconds: 0.7, Seconds: 2);

    /// <summary>Everything. Systems alternate, so that what drifts on the machine drifts for all.</summary>
    public static WritesPlan Full { get; } = new([.. FullCells()], Rounds: 3, WarmupSeconds: 1.5, Seconds: 6);

    /// <summary>
    /// The order of a round: every second one goes backwards, so that no system always follows another.
    /// </summary>
    /// <param name="round">From 1.</param>
    public IEnumerable<Cell> InOrderOf(int round) => round % 2 == 1 ? Cells : Cells.Reverse();

    public static Cell Hot(string system, int callers) => new(system, ScenarioKind.Hot, callers, 1);

    public static Cell Cold(string system, int callers) => new(system, ScenarioKind.Cold, callers, 1);

    public static Cell Aged(string system, int callers) => new(system, ScenarioKind.HotAged, callers, 1);

    public static Cell One(string system, int callers) => new(system, ScenarioKind.OneStream, callers, 1);

    public static Cell Many(string system, int callers) => new(system, ScenarioKind.Hot, callers, ManyEvents);

    private static IEnumerable<Cell> FullCells()
    {
        string[] grains = [SystemNames.Aggregate, SystemNames.Journal];
        string[] all = [.. grains, .. SystemNames.TunedPeers];
        yield return PgbenchSingle;
        foreach (var system in all.Concat(SystemNames.PlainPeers))
            yield return Hot(system, 1);
        yield return PgbenchMany;
        foreach (var system in all.Append(SystemNames.Gateway))
            yield return Hot(system, 64);
        foreach (var system in all.Concat([SystemNames.Gateway, .. SystemNames.PlainPeers, SystemNames.MartenAppend]))
            yield return Hot(system, 256);
        foreach (var cell in all.Select(static system => Cold(system, 256)))
            yield return cell;
        foreach (var cell in all.Append(SystemNames.LogStorage).Select(static system => Aged(system, 256)))
            yield return cell;
        yield return Bulk;
        yield return BulkIndexed;
        foreach (var cell in all.Select(static system => Many(system, 256)))
            yield return cell;
        foreach (var system in all.Append(SystemNames.MartenExclusive))
            yield return One(system, 64);
        foreach (var system in grains)
        {
            yield return Hot(system, 1000);
            foreach (var callers in new[] { 1, 64, 1000 })
            {
                yield return Cold(system, callers);
                yield return Many(system, callers);
            }
            yield return One(system, 256);
            yield return One(system, 1000);
        }
    }
}
