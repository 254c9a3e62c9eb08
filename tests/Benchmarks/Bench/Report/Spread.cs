namespace Orchestrix.Benchmarks.Report;

/// <summary>A figure over several rounds.</summary>
internal sealed record Spread(double Median, double Min, double Max)
{
    /// <summary>Null if there is no value.</summary>
    public static Spread? Of(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return Statistics.Median(all) is { } median ? new Spread(median, all.Min(), all.Max()) : null;
    }
}
