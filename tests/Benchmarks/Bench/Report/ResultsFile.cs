using System.Text.Json;
using Orchestrix.Benchmarks.Measuring;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Everything, for programs: <c>results.json</c>.</summary>
internal static class ResultsFile
{
    public static async Task WriteAsync(
        string path, RunResult run, Targets targets, IReadOnlyList<CellSummary> cells,
        CancellationToken cancellationToken)
    {
        var content = new
        {
            run.Machine,
            run.IsQuick,
            run.Seconds,
            Plan = new { run.Plan.Rounds, run.Plan.WarmupSeconds, run.Plan.Seconds },
            Targets = targets.All.Select(static target => new
            {
                target.Key,
                target.Text,
                target.Limit,
                target.IsUpperLimit,
                target.Value,
                target.IsReached,
            }),
            Cells = cells.Select(cell => new
            {
                cell.Cell.System,
                cell.Cell.Load,
                cell.Cell.Callers,
                EventsPerCommand = cell.Cell.Events,
                cell.CommandsPerSecond,
                cell.EventsPerSecond,
                cell.P50Ms,
                cell.P95Ms,
                cell.P99Ms,
                cell.MaxMs,
                ApplicationCpuSecondsPer1000 = cell.ApplicationCpu,
                DatabaseCpuSecondsPer1000 = cell.DatabaseCpu,
                cell.WalBytesPerEvent,
                cell.AllocatedBytesPerCommand,
                cell.OtherCpuShare,
                cell.FailedCommands,
                Rounds = run.Cells.Where(result => result.Cell == cell.Cell).Select(Raw),
            }),
            Soak = run.Soak is null ? null : new
            {
                run.Soak.Minutes,
                run.Soak.RssStartMb,
                run.Soak.RssEndMb,
                Series = run.Soak.Series.Select(Raw),
            },
            Fill = run.Fill is null ? null : new
            {
                run.Fill.FilledEvents,
                run.Fill.FillSeconds,
                Empty = Raw(run.Fill.Empty),
                Full = Raw(run.Fill.Full),
            },
            NotMeasured = run.Failures,
        };
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(file, content, Headline.Json, cancellationToken);
    }

    private static object Raw(CellResult result) => new { result.Round, result.Measured, result.Server };

    private static object Raw(FillEnd end) => new
    {
        end.Events,
        Hot = end.Hot.Select(Raw).ToArray(),
        Cold = end.Cold.Select(Raw).ToArray(),
    };
}
