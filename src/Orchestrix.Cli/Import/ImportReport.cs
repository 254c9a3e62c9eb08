using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Import;

/// <summary>What was imported, for people and for programs.</summary>
/// <param name="Events">Number of events; the position of the last one.</param>
/// <param name="Commits">Number of commits.</param>
/// <param name="Streams">Number of streams.</param>
/// <param name="DryRun">True if nothing was written.</param>
/// <param name="Bytes">Size of the content, after decompression.</param>
/// <param name="Sha256">Of the content, after decompression.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="EventsPerSecond">Events taken in a second.</param>
internal sealed record ImportReport(
    long Events, long Commits, long Streams, bool DryRun, long Bytes, string Sha256, double Seconds,
    double EventsPerSecond)
{
    /// <summary>The report of a result.</summary>
    public static ImportReport Of(ImportResult result, bool dryRun, TimeSpan elapsed) => new(
        result.Events, result.Commits, result.Streams, dryRun, result.Bytes, result.Sha256,
        Math.Round(elapsed.TotalSeconds, 3), Measured.Rate(result.Events, elapsed));

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ImportJson.Default.ImportReport);

    /// <summary>A few lines for people.</summary>
    public string ToText()
    {
        var verb = DryRun ? "Checked" : "Imported";
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{verb} {Measured.Count(Events, "event")} in {Measured.Count(Commits, "commit")} of "
            + $"{Measured.Count(Streams, "stream")}, in {Seconds:N1} s: {EventsPerSecond:N0} events/s.\n"
            + $"Content: {Measured.Bytes(Bytes)}, SHA-256 {Sha256}");
        return DryRun ? text + "\nNothing was written. The file is a whole log, and the store is empty." : text;
    }
}
