using System.Text;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Everything, for people: <c>results.md</c>.</summary>
internal sealed class MarkdownReport(RunResult run, Targets targets, IReadOnlyList<CellSummary> cells)
{
    private const double BusyNeighbours = 0.05;

    private readonly StringBuilder _text = new();

    public override string ToString()
    {
        _text.Clear();
        AddMachine();
        AddTargets();
        foreach (var load in cells.GroupBy(static cell => cell.Cell.Load))
            AddLoad(load.Key, load);
        AddLosses();
        AddSoak();
        AddFill();
        AddGaps();
        return _text.ToString();
    }

    private void AddMachine()
    {
        var machine = run.Machine;
        var mode = run.IsQuick ? "Quick run" : "Full run";
        Line($"{mode} of {machine.Date:yyyy-MM-dd} at {machine.Revision}: {run.Plan.Rounds} rounds, "
            + $"{run.Plan.Seconds:0.#} s per cell after {run.Plan.WarmupSeconds:0.#} s of warm-up, "
            + $"{run.Seconds / 60:0.0} minutes in all.");
        Line("Figures are medians over the rounds, with the range in brackets.");
        Line("");
        Line("| machine | |");
        Line("|---|---|");
        Line($"| processor | {machine.Processor}, {machine.Cores} cores, shared by load, application and database |");
        Line($"| memory | {machine.MemoryGb:0.#} GB |");
        Line($"| kernel | {machine.Kernel} |");
        Line($"| .NET | {machine.Runtime}, garbage collector: {machine.GarbageCollector} |");
        Line($"| PostgreSQL | {machine.PostgreSQL} |");
        var settings = machine.PostgreSQLSettings.Select(static each => $"{each.Key} {each.Value}");
        Line($"| its settings | {string.Join(", ", settings)} |");
        Line($"| load average at the start | {machine.LoadAverage} |");
        AddNeighbours();
    }

    private void AddNeighbours()
    {
        var shares = run.Cells.Select(static cell => cell.OtherCpuShare).ToArray();
        if (Statistics.Median(shares) is not { } median)
            return;
        Line($"| machine busy with something else | median {median:P0}, at most {shares.Max():P0} |");
        if (median > BusyNeighbours)
        {
            Line("\n**The machine was busy with something else. These figures and ratios are not those of the systems "
                + "alone.**");
        }
    }

    private void AddTargets()
    {
        Heading("What must be reached");
        Line("| | limit | measured | |");
        Line("|---|---:|---:|---|");
        foreach (var target in targets.All)
        {
            var limit = target.Limit is null ? "" : $"at {(target.IsUpperLimit ? "most" : "least")} {target.Limit}";
            Line($"| {target.Text} | {limit} | {Figures.Range(target.Value)} | {Verdict(target)} |");
        }
    }

    private static string Verdict(Target target) => target.IsReached switch
    {
        true => "reached",
        false => "**NOT reached**",
        null => target.Value is null ? "not measured" : "",
    };

    private void AddLoad(string load, IEnumerable<CellSummary> rows)
    {
        Heading(load == "rows" ? "The database alone" : char.ToUpperInvariant(load[0]) + load[1..]);
        Line("| system | callers | commands/s | events/s | p50 ms | p95 ms | p99 ms | max ms | app CPU s/1,000 "
            + "| DB CPU s/1,000 | WAL B/event | alloc B/command | failed |");
        Line("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in rows.OrderBy(static row => row.Cell.Callers)
            .ThenByDescending(static row => row.CommandsPerSecond.Median))
        {
            var failed = row.FailedCommands == 0 ? "" : $"**{row.FailedCommands:N0}**";
            Line($"| {SystemNames.Title(row.Cell.System)} | {row.Cell.Callers:N0} "
                + $"| {Figures.Range(row.CommandsPerSecond)} | {Figures.Short(row.EventsPerSecond.Median)} "
                + $"| {Figures.Range(row.P50Ms)} | {Figures.Short(row.P95Ms.Median)} "
                + $"| {Figures.Range(row.P99Ms)} | {Figures.Short(row.MaxMs.Median)} "
                + $"| {Figures.Short(row.ApplicationCpu.Median)} | {Figures.Short(row.DatabaseCpu.Median)} "
                + $"| {Figures.Short(row.WalBytesPerEvent.Median)} "
                + $"| {Figures.Short(row.AllocatedBytesPerCommand?.Median)} | {failed} |");
        }
    }

    private void AddLosses()
    {
        if (!run.PeersMeasured)
            return;
        Heading("Where a peer is better");
        var losses = Loss.Find(cells);
        if (losses.Count == 0)
        {
            Line("Under no load that both were measured under, in none of the figures.");
            return;
        }
        Line("| load | callers | Orchestrix | the peer | figures: Orchestrix, the peer |");
        Line("|---|---:|---|---|---|");
        foreach (var loss in losses)
        {
            var figures = loss.Figures.Select(static each =>
                $"{each.Name} {Figures.Short(each.Product)}, {Figures.Short(each.Peer)}");
            Line($"| {loss.Product.Load} | {loss.Product.Callers:N0} | {loss.Product.System} "
                + $"| {loss.Peer.System} | {string.Join("; ", figures)} |");
        }
    }

    private void AddSoak()
    {
        Heading("Memory over time");
        if (run.Soak is not { } soak)
        {
            Line("Not measured in this run.");
            return;
        }
        Line($"256 callers on hot grains for {soak.Minutes:0.#} minutes: resident memory {soak.RssStartMb:N0} MB after "
            + $"the first minute, {soak.RssEndMb:N0} MB at the end.");
        Line("");
        Line("| minute | commands/s | p99 ms | max ms | RSS MB |");
        Line("|---:|---:|---:|---:|---:|");
        foreach (var each in soak.Series)
        {
            Line($"| {each.Round * soak.Minutes / soak.Series.Count:0.#} | {Figures.Short(each.CommandsPerSecond)} "
                + $"| {Figures.Short(each.Measured.P99Ms)} | {Figures.Short(each.Measured.MaxMs)} "
                + $"| {(each.Measured.RssBytes ?? 0) / 1e6:N0} |");
        }
    }

    private void AddFill()
    {
        Heading("Cost of an append in a full log");
        if (run.Fill is not { } fill)
        {
            Line("Not measured in this run.");
            return;
        }
        Line($"The store took {fill.FilledEvents:N0} events in {fill.FillSeconds:N0} s, "
            + $"{fill.FilledEvents / fill.FillSeconds:N0}/s. 256 callers before and after:");
        Line("");
        Line("| events in the log | grains | commands/s | p99 ms | app CPU s/1,000 | DB CPU s/1,000 | WAL B/event |");
        Line("|---:|---|---:|---:|---:|---:|---:|");
        foreach (var (end, grains, results) in new[]
        {
            (fill.Empty, "hot", fill.Empty.Hot), (fill.Full, "hot", fill.Full.Hot),
            (fill.Empty, "cold", fill.Empty.Cold), (fill.Full, "cold", fill.Full.Cold),
        })
        {
            var row = CellSummary.Of(results)[0];
            Line($"| {end.Events:N0} | {grains} | {Figures.Range(row.CommandsPerSecond)} | {Figures.Range(row.P99Ms)} "
                + $"| {Figures.Range(row.ApplicationCpu)} | {Figures.Range(row.DatabaseCpu)} "
                + $"| {Figures.Range(row.WalBytesPerEvent)} |");
        }
    }

    private void AddGaps()
    {
        if (!run.PeersMeasured)
            Line("\nThe peers were not built, so nothing is compared with them.");
        if (run.Failures.Count == 0)
            return;
        Heading("Not measured");
        foreach (var failure in run.Failures)
            Line($"- {failure}");
    }

    private void Heading(string text) => Line($"\n### {text}\n");

    private void Line(string text) => _text.Append(text).Append('\n');
}
