namespace Orchestrix.Projections;

/// <summary>How rebuilt rows compare with running ones, both at one position.</summary>
/// <param name="Position">The position.</param>
/// <param name="Rows">Number of different keys in both tables together.</param>
/// <param name="DifferentRows">Number of keys whose rows differ.</param>
/// <param name="Differences">The first of them, at most <see cref="MaxDifferences"/>.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.rebuild-comparison")]
public sealed record RebuildComparison(
    [property: Id(0)] long Position,
    [property: Id(1)] long Rows,
    [property: Id(2)] long DifferentRows,
    [property: Id(3)] IReadOnlyList<RowDifference> Differences)
{
    /// <summary>Most differences that are reported one by one: 100.</summary>
    public const int MaxDifferences = 100;

    /// <summary>True if no row differs.</summary>
    public bool IsEqual => DifferentRows == 0;
}
