namespace Orchestrix.Projections;

/// <summary>How a query compares a column with a value.</summary>
public enum RowComparison
{
    /// <summary>Equal; null equals null.</summary>
    Equal,

    /// <summary>Less; never true for null.</summary>
    Less,

    /// <summary>Less or equal; never true for null.</summary>
    LessOrEqual,

    /// <summary>Greater; never true for null.</summary>
    Greater,

    /// <summary>Greater or equal; never true for null.</summary>
    GreaterOrEqual,
}
