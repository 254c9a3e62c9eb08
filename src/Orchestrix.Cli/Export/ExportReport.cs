using System.Globalization;
using System.Text.Json;
using Orchestrix.Cli.Output;
using Orchestrix.PostgreSQL.Interchange;

namespace Orchestrix.Cli.Export;

/// <summary>What was exported, for people and for programs.</summary>
/// <param name="Events">Number of events.</param>
/// <param name="From">The first position that was looked at.</param>
/// <param name="To">The last position that was looked at; less than <paramref name="From"/> if there was none.</param>
/// <param name="Importable">True if it is the whole log up to <paramref name="To"/>.</param>
/// <param name="Bytes">Size of the content, before compression.</param>
/// <param name="Sha256">Of the content, before compression.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="EventsPerSecond">Events written in a second.</param>
internal sealed record ExportReport(
    long Events, long From, long To, bool Importable, long Bytes, string Sha256, double Seconds, double EventsPerSecond)
{
    /// <summary>The report of a result.</summary>
    public static ExportReport Of(ExportResult result, TimeSpan elapsed) => new(
        result.Events, result.From, result.To, result.IsImportable, result.Bytes, result.Sha256,
        Math.Round(elapsed.TotalSeconds, 3), Measured.Rate(result.Events, elapsed));

    /// <summary>One line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExportJson.Default.ExportReport);

    /// <summary>A few lines for people.</summary>
    public string ToText()
    {
        if (To < From)
        {
            return From == 1
                ? "Nothing to export: the log is empty."
                : $"Nothing to export: the log ends at position {From - 1}.";
        }
        var text = string.Create(CultureInfo.InvariantCulture,
            $"Exported {Measured.Count(Events, "event")}, positions {From:N0} to {To:N0}, in {Seconds:N1} s: "
            + $"{EventsPerSecond:N0} events/s.\nContent: {Measured.Bytes(Bytes)}, SHA-256 {Sha256}");
        return Importable
            ? text
            : text + "\nThis is a part of the log, for reading; `orchestrix import` takes a whole log only.";
    }
}
