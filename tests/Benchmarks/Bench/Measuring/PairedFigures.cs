using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>What the pairs of a <see cref="PairedRun"/> came to.</summary>
/// <param name="With">The halves with what is measured.</param>
/// <param name="Without">Those without it, in the same order.</param>
internal sealed record PairedFigures(IReadOnlyList<PairHalf> With, IReadOnlyList<PairHalf> Without)
{
    /// <summary>
    /// Commands in a second and processor time of a command in µs, as medians of the halves; and what the difference
    /// is in percent, as the median over the pairs with the interval in which it lies with a probability of 95 %.
    /// </summary>
    /// <param name="with">What the halves with it are called.</param>
    /// <param name="without">What those without it are called.</param>
    /// <param name="difference">What the difference is called.</param>
    public JsonObject ToJson(string with, string without, string difference)
    {
        PairHalf[] pairs = [.. With.Zip(Without, static (with, without) => with.Over(without))];
        var json = new JsonObject
        {
            [$"{with}_commands_per_s"] = Math.Round(Median(With, static half => half.PerSecond)),
            [$"{without}_commands_per_s"] = Math.Round(Median(Without, static half => half.PerSecond)),
            [$"{with}_cpu_us"] = Math.Round(Median(With, static half => half.CpuMicroseconds), 1),
            [$"{without}_cpu_us"] = Math.Round(Median(Without, static half => half.CpuMicroseconds), 1),
        };
        Add(json, $"{difference}_percent", pairs.Select(static pair => (1 - pair.PerSecond) * 100));
        Add(json, $"cpu_{difference}_percent", pairs.Select(static pair => (pair.CpuMicroseconds - 1) * 100));
        return json;
    }

    private static void Add(JsonObject json, string name, IEnumerable<double> percents)
    {
        double[] all = [.. percents];
        json[name] = Math.Round(Statistics.Median(all) ?? 0, 2);
        if (Statistics.MedianInterval(all) is not var (from, to))
            return;
        json[$"{name}_from"] = Math.Round(from, 2);
        json[$"{name}_to"] = Math.Round(to, 2);
    }

    private static double Median(IEnumerable<PairHalf> halves, Func<PairHalf, double> select) =>
        Statistics.Median(halves.Select(select)) ?? 0;
}
