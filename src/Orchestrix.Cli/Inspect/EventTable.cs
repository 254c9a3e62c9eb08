using System.Globalization;
using System.Text;
using Orchestrix.Events;

namespace Orchestrix.Cli.Inspect;

/// <summary>Events as a table whose last column is cut on a terminal and whole elsewhere.</summary>
internal static class EventTable
{
    private const string Gap = "  ";
    private const int NumberColumns = 2;
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    private static readonly string[] Headers = ["Version", "Position", "Recorded at (UTC)", "Type", "Command", "Data"];

    /// <summary>The lines of the table.</summary>
    /// <param name="events">The rows.</param>
    /// <param name="width">Of the terminal; null if it is none.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<RecordedEvent> events, int? width)
    {
        string[][] rows = [Headers, .. events.Select(Cells)];
        var widths = Headers.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => Line(row, widths)).ToArray();
        var rule = new string('─', Math.Min(lines.Max(line => line.Length), width ?? int.MaxValue));
        return lines.Select(line => Cut(line, width)).Take(1).Append(rule)
            .Concat(lines.Skip(1).Select(line => Cut(line, width)));
    }

    private static string[] Cells(RecordedEvent one) =>
    [
        one.Version.ToString(CultureInfo.InvariantCulture),
        one.Position.ToString(CultureInfo.InvariantCulture),
        one.RecordedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
        one.SchemaVersion == 1 ? one.EventType : $"{one.EventType} v{one.SchemaVersion}",
        one.CommandId ?? "",
        Encoding.UTF8.GetString(one.Json.Span),
    ];

    private static string Line(string[] row, int[] widths) => string.Join(Gap, row.Select((cell, column) =>
        column < NumberColumns
            ? cell.PadLeft(widths[column])
            : cell.PadRight(widths[column]))).TrimEnd();

    private static string Cut(string line, int? width) =>
        width is { } most && line.Length > most ? $"{line[..(most - 1)]}…" : line;
}
