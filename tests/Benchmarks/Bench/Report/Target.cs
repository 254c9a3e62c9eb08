namespace Orchestrix.Benchmarks.Report;

/// <summary>A figure that the product must reach.</summary>
/// <param name="Key">Its name in the JSON.</param>
/// <param name="Text">What it says.</param>
/// <param name="Limit">The figure to reach.</param>
/// <param name="IsUpperLimit">True if smaller is better.</param>
/// <param name="Value">What was measured; null if it was not.</param>
internal sealed record Target(string Key, string Text, double Limit, bool IsUpperLimit, Spread? Value)
{
    /// <summary>Null if it was not measured.</summary>
    public bool? IsReached => Value is null ? null : IsUpperLimit ? Value.Median <= Limit : Value.Median >= Limit;
}
