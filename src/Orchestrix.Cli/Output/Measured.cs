using System.Globalization;

namespace Orchestrix.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Measured
{
    private const double Step = 1000;

    /// <summary>A count of things, for example <c>1 event</c> or <c>12,000 events</c>.</summary>
    public static string Count(long count, string one) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");

    /// <summary>A size in the largest decimal unit that leaves a number of at least 1.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["bytes", "kB", "MB", "GB", "TB"];
        var (size, unit) = ((double)bytes, 0);
        for (; size >= Step && unit < units.Length - 1; unit++)
            size /= Step;
        return string.Create(CultureInfo.InvariantCulture, $"{size.ToString(unit == 0 ? "F0" : "F1")} {units[unit]}");
    }

    /// <summary>How many in a second; 0 if no time has passed.</summary>
    public static double Rate(long count, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? Math.Round(count / elapsed.TotalSeconds) : 0;
}
