namespace Orchestrix.PostgreSQL.Projections;

/// <summary>How rebuilt rows compare with running ones, both at one position.</summary>
/// <param name="Position">The position.</param>
/// <param name="Rows">Number of different keys in both tables together.</param>
/// <param name="DifferentRows">Number of keys whose rows differ.</param>
/// <param name="Differences">The first of them, at most <see cref="MaxDifferences"/>.</param>
public sealed record RebuildComparison(
    long Position, long Rows, long DifferentRows, IReadOnlyList<RowDifference> Differences)
{
    /// <summary>Most differences that are reported one by one: 100.</summary>
    public const int MaxDifferences = 100;

    /// <summary>True if no row differs.</summary>
    public bool IsEqual => DifferentRows == 0;
}
