using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>What the pairs of a <see cref="PairedRun"/> came to.</summary>
/// <param name="With">The halves with what is measured.</param>
/// <param name="Without">Those without it, in the same order.</param>
internal sealed record PairedFigures(IReadOnlyList<PairHalf> With, IReadOnlyList<PairHalf> Without)
{
    /// <summary>
    /// Commands in a second and processor time of a command in µs, as medians of the halves; and what the difference is
    /// in percent, as the median over the pairs.
    /// </summary>
    /// <param name="with">What the halves with it are called.</param>
    /// <param name="without">What those without it are called.</param>
    /// <param name="difference">What the difference is called.</param>
    public JsonObject ToJson(string with, string without, string difference)
    {
        PairHalf[] pairs = [.. With.Zip(Without, static (with, without) => with.Over(without))];
        return new JsonObject
        {
            [$"{with}_commands_per_s"] = Math.Round(Median(With, static half => half.PerSecond)),
            [$"{without}_commands_per_s"] = Math.Round(Median(Without, static half => half.PerSecond)),
            [$"{difference}_percent"] = Math.Round((1 - Median(pairs, static pair => pair.PerSecond)) * 100, 2),
            [$"{with}_cpu_us"] = Math.Round(Median(With, static half => half.CpuMicroseconds), 1),
            [$"{without}_cpu_us"] = Math.Round(Median(Without, static half => half.CpuMicroseconds), 1),
            [$"cpu_{difference}_percent"] =
                Math.Round((Median(pairs, static pair => pair.CpuMicroseconds) - 1) * 100, 2),
        };
    }

    private static double Median(IEnumerable<PairHalf> halves, Func<PairHalf, double> select) =>
        Statistics.Median(halves.Select(select)) ?? 0;
}
