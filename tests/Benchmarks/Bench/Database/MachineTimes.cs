using System.Globalization;

namespace Orchestrix.Benchmarks.Database;

/// <summary>How long the machine's processors were busy, for whomever.</summary>
internal static class MachineTimes
{
    /// <summary>Busy seconds of all processors together since the machine started.</summary>
    public static double ReadBusySeconds() => ParseBusySeconds(File.ReadLines("/proc/stat").First());

    /// <summary>Reads "cpu user nice system idle iowait irq softirq steal guest guest_nice", in hundredths.</summary>
    public static double ParseBusySeconds(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(static field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        // Guests are counted in user and nice already.
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks.ElementAtOrDefault(7)) / 100.0;
    }
}
