using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Measuring;

namespace Orchestrix.Benchmarks.Report;

/// <summary>Writes what a run found out.</summary>
internal static class ReportWriter
{
    /// <summary>Writes both files and returns the object to end with.</summary>
    public static async Task<JsonObject> WriteAsync(
        RunResult run, string directory, CancellationToken cancellationToken)
    {
        var (results, table) = (Path.Combine(directory, "results.json"), Path.Combine(directory, "results.md"));
        var (targets, cells) = (new Targets(run.Cells), CellSummary.Of(run.Cells));
        await ResultsFile.WriteAsync(results, run, targets, cells, cancellationToken);
        await File.WriteAllTextAsync(table, new MarkdownReport(run, targets, cells).ToString(), cancellationToken);
        return Headline.Create(run, targets, results, table);
    }
}
