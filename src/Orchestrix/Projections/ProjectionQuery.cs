using System.Linq.Expressions;
using Orchestrix.Errors;

namespace Orchestrix.Projections;

/// <summary>
/// A small typed query: conditions by equality and range, an order, a limit. Immutable; each call makes a new one.
/// </summary>
/// <typeparam name="TRow">The row type.</typeparam>
public sealed record ProjectionQuery<TRow> where TRow : class
{
    /// <summary>Most rows of one answer: 10,000.</summary>
    public const int MaxLimit = 10_000;

    /// <summary>Conditions that all must hold.</summary>
    internal IReadOnlyList<Expression<Func<TRow, bool>>> Conditions { get; init; } = [];

    internal IReadOnlyList<(Expression<Func<TRow, object?>> Column, bool IsDescending)> Order { get; init; } = [];

    /// <summary>Most rows; default 100.</summary>
    public int Limit { get; private init; } = 100;

    /// <summary>
    /// Adds a condition: comparisons of a property with a value, joined by <c>&amp;&amp;</c>, such as
    /// <c>row => row.Owner == "Ann" &amp;&amp; row.Balance >= 5</c>. Texts are ordered by
    /// <c>string.CompareOrdinal(row.Owner, "Ann") > 0</c>. What else an expression can say is refused when the query
    /// runs.
    /// </summary>
    public ProjectionQuery<TRow> Where(Expression<Func<TRow, bool>> condition) =>
        this with { Conditions = [.. Conditions, condition] };

    /// <summary>Orders by a property, ascending; later calls decide among equals, and the key decides last.</summary>
    public ProjectionQuery<TRow> OrderBy(Expression<Func<TRow, object?>> column) =>
        this with { Order = [.. Order, (column, false)] };

    /// <summary>Orders by a property, descending.</summary>
    public ProjectionQuery<TRow> OrderByDescending(Expression<Func<TRow, object?>> column) =>
        this with { Order = [.. Order, (column, true)] };

    /// <summary>Answers at most so many rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not between 1 and <see cref="MaxLimit"/>.</exception>
    public ProjectionQuery<TRow> Take(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        return this with { Limit = limit };
    }

    /// <summary>The conditions, for a store.</summary>
    /// <exception cref="ArgumentException">A condition says more than a query can.</exception>
    public IReadOnlyList<RowCondition> ConditionsOn(RowShape<TRow> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var conditions = new List<RowCondition>();
        foreach (var condition in Conditions)
            Collect(condition.Body, shape, conditions);
        return conditions;
    }

    /// <summary>The order, for a store; it ends with the columns of the key.</summary>
    /// <exception cref="ConfigurationException">An expression names no column.</exception>
    public IReadOnlyList<(RowColumn Column, bool IsDescending)> OrderOn(RowShape<TRow> shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var order = Order.Select(one => (Column: shape.ColumnOf(one.Column.Body), one.IsDescending)).ToList();
        order.AddRange(shape.Keys.Where(key => order.All(one => one.Column != key)).Select(static key => (key, false)));
        return order;
    }

    private static void Collect(Expression expression, RowShape<TRow> shape, List<RowCondition> into)
    {
        if (expression is not BinaryExpression binary)
            throw Refused(expression);
        if (binary.NodeType == ExpressionType.AndAlso)
        {
            Collect(binary.Left, shape, into);
            Collect(binary.Right, shape, into);
            return;
        }
        var (left, right) = Compared(binary);
        var isTurned = shape.TryColumnOf(left) is null;
        var column = shape.TryColumnOf(isTurned ? right : left) ?? throw Refused(expression);
        RowComparison comparison = (binary.NodeType, isTurned) switch
        {
            (ExpressionType.Equal, _) => RowComparison.Equal,
            (ExpressionType.LessThan, false) or (ExpressionType.GreaterThan, true) => RowComparison.Less,
            (ExpressionType.LessThanOrEqual, false) or (ExpressionType.GreaterThanOrEqual, true) =>
                RowComparison.LessOrEqual,
            (ExpressionType.GreaterThan, false) or (ExpressionType.LessThan, true) => RowComparison.Greater,
            (ExpressionType.GreaterThanOrEqual, false) or (ExpressionType.LessThanOrEqual, true) =>
                RowComparison.GreaterOrEqual,
            _ => throw Refused(expression),
        };
        var value = Evaluate(isTurned ? left : right, expression);
        into.Add(new RowCondition(column, comparison, shape.Checked(value, column)));
    }

    /// <summary>What is compared: for texts, which have no operators of order, what the comparer is given.</summary>
    private static (Expression Left, Expression Right) Compared(BinaryExpression binary) =>
        binary is
        {
            Left: MethodCallExpression { Method.Name: nameof(string.CompareOrdinal), Arguments: [var left, var right] },
            Right: ConstantExpression { Value: 0 },
        }
            ? (left, right) : (binary.Left, binary.Right);

    private static object? Evaluate(Expression value, Expression whole)
    {
        try
        {
            return Expression.Lambda<Func<object?>>(Expression.Convert(value, typeof(object))).Compile(true)();
        }
        // The value mentions the row itself, so that it has none.
        catch (InvalidOperationException)
        {
            throw Refused(whole);
        }
    }

    private static ArgumentException Refused(Expression expression) => new(
        $"A query compares properties of the row with values, joined by &&; it cannot say '{expression}'.");
}
