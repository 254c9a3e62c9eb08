using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using Orchestrix.Errors;

namespace Orchestrix.Projections;

/// <summary>Which properties of a row type are columns, and how a row is made of their values.</summary>
internal static class RowMembers
{
    private const int MaxColumnName = 63;
    private const int MaxColumns = 100;

    private static readonly Dictionary<Type, ColumnKind> _kinds = new()
    {
        [typeof(string)] = ColumnKind.Text,
        [typeof(decimal)] = ColumnKind.Number,
        [typeof(short)] = ColumnKind.Whole16,
        [typeof(int)] = ColumnKind.Whole32,
        [typeof(long)] = ColumnKind.Whole64,
        [typeof(bool)] = ColumnKind.Boolean,
        [typeof(Guid)] = ColumnKind.Uuid,
        [typeof(DateOnly)] = ColumnKind.Date,
        [typeof(DateTimeOffset)] = ColumnKind.Timestamp,
        [typeof(byte[])] = ColumnKind.Bytes,
    };

    public static (PropertyInfo[] Properties, Func<object?[], TRow> Create) Of<TRow>(string projection)
    {
        // The primary constructor of a record, or that without parameters; what it does not take is set behind it.
        var constructor = typeof(TRow).GetConstructors()
            .OrderBy(static one => one.GetParameters().Length).FirstOrDefault()
            ?? throw new ConfigurationException(
                $"The row type {typeof(TRow)} of projection {projection} has no public constructor.");
        var parameters = constructor.GetParameters();
        var properties = typeof(TRow).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0
                && (property.SetMethod?.IsPublic == true || parameters.Any(one => IsFor(one, property))))
            .OrderBy(static property => property.MetadataToken)
            .ToArray();
        if (parameters.FirstOrDefault(one => !properties.Any(property => IsFor(one, property))) is { } unknown)
        {
            throw new ConfigurationException(
                $"A row of {typeof(TRow)} (projection {projection}) cannot be made: its constructor takes "
                + $"{unknown.Name}, which is none of its properties.");
        }
        if (properties.Length is 0 or > MaxColumns)
            throw new ConfigurationException($"A row of projection {projection} has 1 to {MaxColumns} properties.");

        var values = Expression.Parameter(typeof(object?[]));
        Expression Given(PropertyInfo property) => Expression.Convert(
            Expression.ArrayIndex(values, Expression.Constant(Array.IndexOf(properties, property))),
            property.PropertyType);
        var made = Expression.New(
            constructor, parameters.Select(one => Given(properties.First(property => IsFor(one, property)))));
        var set = properties.Where(property => !parameters.Any(one => IsFor(one, property)));
        var body = Expression.MemberInit(made, set.Select(property => Expression.Bind(property, Given(property))));
        return (properties, Expression.Lambda<Func<object?[], TRow>>(body, values).Compile());
    }

    public static IReadOnlyList<RowColumn> Columns(string projection, PropertyInfo[] properties)
    {
        var nullability = new NullabilityInfoContext();
        var columns = new List<RowColumn>(properties.Length);
        foreach (var property in properties)
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            var type = Bare(property.PropertyType);
            if (!_kinds.TryGetValue(type, out var kind))
            {
                kind = type.IsEnum ? ColumnKind.EnumName : throw new ConfigurationException(
                    $"{property.Name} of {property.DeclaringType} is a {property.PropertyType}, which a projection "
                    + $"({projection}) does not keep. It keeps string, decimal, int, long, short, bool, Guid, "
                    + "DateOnly, DateTimeOffset, enums and byte[], each nullable or not.");
            }
            if (name.Length > MaxColumnName || columns.Any(other => other.Name == name))
            {
                throw new ConfigurationException(
                    $"{property.Name} of {property.DeclaringType} becomes the column '{name}', which is too long or "
                    + "taken; rename the property.");
            }
            var isNullable = property.PropertyType.IsValueType
                ? type != property.PropertyType
                : nullability.Create(property).ReadState != NullabilityState.NotNull;
            var isKey = property.IsDefined(typeof(KeyAttribute));
            columns.Add(new RowColumn(columns.Count, name, property.Name, kind, isNullable, isKey));
        }
        return columns;
    }

    public static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsFor(ParameterInfo parameter, PropertyInfo property) =>
        parameter.ParameterType == property.PropertyType
        && string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase);
}
