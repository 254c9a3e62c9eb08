namespace Orchestrix.Benchmarks.Report;

/// <summary>A figure by which the product is judged.</summary>
/// <param name="Key">Its name in the JSON.</param>
/// <param name="Text">What it says.</param>
/// <param name="Limit">The figure to reach; null if it is only told.</param>
/// <param name="IsUpperLimit">True if smaller is better.</param>
/// <param name="Value">What was measured; null if it was not.</param>
internal sealed record Target(string Key, string Text, double? Limit, bool IsUpperLimit, Spread? Value)
{
    /// <summary>Null if it was not measured, or has no limit.</summary>
    public bool? IsReached =>
        Value is null || Limit is null ? null : IsUpperLimit ? Value.Median <= Limit : Value.Median >= Limit;
}
