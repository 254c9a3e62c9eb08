using System.Globalization;

namespace Orchestrix.Benchmarks.Baselines;

/// <summary>
/// The log of pgbench's option <c>--log</c>, a line for each transaction:
/// <c>client number latency_us script epoch_s epoch_us</c>.
/// </summary>
internal static class TransactionLog
{
    /// <summary>Latencies, in microseconds and in order, of the transactions that ended in a span of time.</summary>
    public static long[] Latencies(IEnumerable<string> lines, DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (Microseconds(from), Microseconds(to));
        var latencies = new List<long>();
        foreach (var line in lines)
        {
            var fields = line.Split(' ');
            // A line that pgbench had no time to finish, or of a transaction that failed or was skipped.
            if (fields.Length < 6 || !TryParse(fields[2], out var latency) || !TryParse(fields[4], out var seconds)
                || !TryParse(fields[5], out var microseconds))
            {
                continue;
            }
            var ended = (seconds * 1_000_000) + microseconds;
            if (ended >= first && ended < last)
                latencies.Add(latency);
        }
        latencies.Sort();
        return [.. latencies];
    }

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
