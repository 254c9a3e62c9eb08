namespace Orchestrix.Benchmarks.Report;

/// <summary>The few statistics that the report needs.</summary>
internal static class Statistics
{
    /// <summary>The smallest value that the given share of all values does not exceed (nearest rank).</summary>
    /// <param name="sorted">Values in ascending order.</param>
    /// <param name="percent">From 0 to 100.</param>
    /// <returns>0 if there is no value.</returns>
    public static long Percentile(IReadOnlyList<long> sorted, double percent)
    {
        if (sorted.Count == 0)
            return 0;
        var rank = (int)Math.Ceiling(percent / 100 * sorted.Count);
        return sorted[Math.Clamp(rank, 1, sorted.Count) - 1];
    }

    /// <summary>The middle value, or the mean of the two in the middle; null if there is no value.</summary>
    public static double? Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>
    /// Where the median of all that could have been measured lies with a probability of 95 % at least, whatever the
    /// distribution: between two of the values, each as far from its end. Null if there are fewer than six.
    /// </summary>
    public static (double From, double To)? MedianInterval(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        // The chance that the median lies below the value at the index, as that many heads or fewer when coins fall.
        var (index, chance, below) = (-1, Math.Pow(0.5, sorted.Length), Math.Pow(0.5, sorted.Length));
        while (2 * below <= 0.05)
        {
            index++;
            chance *= (double)(sorted.Length - index) / (index + 1);
            below += chance;
        }
        return index < 0 ? null : (sorted[index], sorted[^(index + 1)]);
    }

    /// <summary>
    /// The median over the rounds of a quotient of two figures of the same round, so that what slows a whole round
    /// cancels out. Rounds that lack one of them are left out; null if none is left.
    /// </summary>
    public static Spread? Ratio(
        IReadOnlyDictionary<int, double> numerators, IReadOnlyDictionary<int, double> divisors) =>
        Spread.Of(numerators
            .Where(each => divisors.TryGetValue(each.Key, out var divisor) && divisor > 0)
            .Select(each => each.Value / divisors[each.Key]));
}
