namespace Orchestrix.Projections;

/// <summary>A condition of a query.</summary>
/// <param name="Column">The column.</param>
/// <param name="Comparison">How it is compared.</param>
/// <param name="Value">With what, as it is kept.</param>
public sealed record RowCondition(RowColumn Column, RowComparison Comparison, object? Value);
