using System.Linq.Expressions;
using System.Reflection;
using Orchestrix.Errors;

namespace Orchestrix.Projections;

/// <summary>
/// The columns of a row type, and the way from a row to what is kept and back. What is kept is a <c>string</c> (also
/// for enums), <c>decimal</c>, <c>short</c>, <c>int</c>, <c>long</c>, <c>bool</c>, <see cref="Guid"/>,
/// <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> in UTC to the microsecond, <c>byte[]</c> or null. Immutable.
/// </summary>
public sealed class RowShape<TRow> where TRow : class
{
    private readonly Func<TRow, object?>[] _getters;
    private readonly Type[] _types;
    private readonly Func<object?[], TRow> _create;
    private readonly string _projection;
    private readonly bool _isKeptAsIs;

    /// <summary>Looks at the row type.</summary>
    /// <param name="projection">The projection that it belongs to, for messages.</param>
    /// <exception cref="ConfigurationException">
    /// A property is of a type that is not kept, there is no key, or rows cannot be made.
    /// </exception>
    public RowShape(string projection)
    {
        _projection = projection;
        var (properties, create) = RowMembers.Of<TRow>(projection);
        Columns = RowMembers.Columns(projection, properties);
        Keys = [.. Columns.Where(static column => column.IsKey)];
        if (Keys.Count == 0)
        {
            throw new ConfigurationException(
                $"The row type {typeof(TRow)} of projection {projection} has no key: mark the properties that name a "
                + "row with [Key].");
        }
        if (Keys.FirstOrDefault(static key => key.IsNullable || key.Kind == ColumnKind.Bytes) is { } unfit)
        {
            throw new ConfigurationException(
                $"{unfit.Property} of {typeof(TRow)} cannot be part of the key of projection {projection}: a key is "
                + "never null and never bytes.");
        }
        _types = Array.ConvertAll(properties, static property => property.PropertyType);
        _getters = Array.ConvertAll(properties, Getter);
        _create = create;
        _isKeptAsIs = Columns.All(static column => column.Kind != ColumnKind.Timestamp);
    }

    /// <summary>The columns, in the order in which the properties are declared.</summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>The columns of the key, in that order.</summary>
    public IReadOnlyList<RowColumn> Keys { get; }

    /// <summary>What is kept of a row in a column.</summary>
    public object? Value(TRow row, RowColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return Kept(_getters[column.Ordinal](row), column.Kind);
    }

    /// <summary>Makes a row of what was kept of it.</summary>
    /// <param name="values">One value for each column.</param>
    public TRow Create(IReadOnlyList<object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var given = new object?[Columns.Count];
        foreach (var column in Columns)
        {
            var value = values[column.Ordinal];
            given[column.Ordinal] = column.Kind == ColumnKind.EnumName && value is string name
                ? Enum.Parse(RowMembers.Bare(_types[column.Ordinal]), name)
                : value;
        }
        return _create(given);
    }

    /// <summary>What identifies a row in memory: equal for rows of the same key.</summary>
    /// <exception cref="InvalidOperationException">A part of the key is null.</exception>
    public object KeyOf(TRow row)
    {
        if (Keys.Count == 1)
            return KeyValue(row, Keys[0]);
        var values = new object[Keys.Count];
        for (var index = 0; index < values.Length; index++)
            values[index] = KeyValue(row, Keys[index]);
        return new RowKey(values);
    }

    /// <summary>The parts of a key that <see cref="KeyOf"/> or <see cref="KeyFrom"/> answered.</summary>
    public IReadOnlyList<object> KeyValues(object key) => key is RowKey several ? several.Values : [key];

    /// <summary>A key from the values of its parts, as a caller gives them.</summary>
    /// <exception cref="ArgumentException">Number or types do not fit the key.</exception>
    public object KeyFrom(IReadOnlyList<object> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != Keys.Count)
            throw new ArgumentException($"The key of {_projection} has {Keys.Count} parts.", nameof(values));
        var kept = values.Select((value, index) => Checked(value, Keys[index])!).ToArray();
        return kept.Length == 1 ? kept[0] : new RowKey(kept);
    }

    /// <summary>The row as it is when it was kept and read again.</summary>
    public TRow AsKept(TRow row) =>
        _isKeptAsIs ? row : Create(Array.ConvertAll([.. Columns], column => Value(row, column)));

    /// <summary>The columns that an expression names.</summary>
    internal IReadOnlyList<RowColumn> ColumnsOf(Expression expression) => Strip(expression) switch
    {
        NewExpression several => [.. several.Arguments.Select(ColumnOf)],
        var single => [ColumnOf(single)],
    };

    /// <summary>The column that an expression names.</summary>
    internal RowColumn ColumnOf(Expression expression) => TryColumnOf(expression)
        ?? throw new ConfigurationException($"'{expression}' names no column of projection {_projection}.");

    internal RowColumn? TryColumnOf(Expression expression) =>
        Strip(expression) is MemberExpression { Expression: ParameterExpression, Member: PropertyInfo property }
            ? Columns.FirstOrDefault(column => column.Property == property.Name)
            : null;

    /// <summary>A value of a caller as it is kept in a column.</summary>
    /// <exception cref="ArgumentException">It is not of the column's type.</exception>
    internal object? Checked(object? value, RowColumn column)
    {
        var type = RowMembers.Bare(_types[column.Ordinal]);
        if (value is null)
            return null;
        // The compiler compares enums by their numbers.
        if (type.IsEnum && value is int number)
            value = Enum.ToObject(type, number);
        return type.IsInstanceOfType(value) ? Kept(value, column.Kind) : throw new ArgumentException(
            $"{column.Property} of projection {_projection} is a {type.Name}, not a {value.GetType().Name}.");
    }

    private static Expression Strip(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert } converted
            ? Strip(converted.Operand)
            : expression;

    private object KeyValue(TRow row, RowColumn column) =>
        Value(row, column) ?? throw new InvalidOperationException(
            $"A row of projection {_projection} was named without its key {column.Property}.");

    private static object? Kept(object? value, ColumnKind kind) => (kind, value) switch
    {
        (ColumnKind.EnumName, not null) => value.ToString(),
        (ColumnKind.Timestamp, DateTimeOffset moment) => new DateTimeOffset(
            moment.UtcTicks - moment.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero),
        _ => value,
    };

    private static Func<TRow, object?> Getter(PropertyInfo property)
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, object?>>(
            Expression.Convert(Expression.Property(row, property), typeof(object)), row).Compile();
    }
}
