namespace Orchestrix.Projections;

/// <summary>A column of a projection's rows.</summary>
/// <param name="Ordinal">Its place among the columns, from 0.</param>
/// <param name="Name">Its name in the table: that of the property in snake case.</param>
/// <param name="Property">The name of the property.</param>
/// <param name="Kind">How it is kept.</param>
/// <param name="IsNullable">True if it may be null.</param>
/// <param name="IsKey">True if it is part of the key.</param>
public sealed record RowColumn(
    int Ordinal, string Name, string Property, ColumnKind Kind, bool IsNullable, bool IsKey);
