using Npgsql;
using NpgsqlTypes;
using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>The type of PostgreSQL for each kind of column, and the way there and back.</summary>
internal static class ColumnTypes
{
    /// <summary>As <c>format_type</c> writes it.</summary>
    public static string NameOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.EnumName => "text",
        ColumnKind.Number => "numeric",
        ColumnKind.Whole16 => "smallint",
        ColumnKind.Whole32 => "integer",
        ColumnKind.Whole64 => "bigint",
        ColumnKind.Boolean => "boolean",
        ColumnKind.Uuid => "uuid",
        ColumnKind.Date => "date",
        ColumnKind.Timestamp => "timestamp with time zone",
        ColumnKind.Bytes => "bytea",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>One value as a parameter.</summary>
    public static NpgsqlParameter Value(ColumnKind kind, object? value) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = DbType(kind) };

    /// <summary>Values as an array parameter, for <c>unnest</c>.</summary>
    public static NpgsqlParameter Values(ColumnKind kind, IReadOnlyList<object?> values) => kind switch
    {
        ColumnKind.Text or ColumnKind.EnumName => References<string>(kind, values),
        ColumnKind.Bytes => References<byte[]>(kind, values),
        ColumnKind.Number => Structs<decimal>(kind, values),
        ColumnKind.Whole16 => Structs<short>(kind, values),
        ColumnKind.Whole32 => Structs<int>(kind, values),
        ColumnKind.Whole64 => Structs<long>(kind, values),
        ColumnKind.Boolean => Structs<bool>(kind, values),
        ColumnKind.Uuid => Structs<Guid>(kind, values),
        ColumnKind.Date => Structs<DateOnly>(kind, values),
        ColumnKind.Timestamp => Structs<DateTimeOffset>(kind, values),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>A value of a row.</summary>
    public static object? Read(NpgsqlDataReader reader, int ordinal, ColumnKind kind)
    {
        if (reader.IsDBNull(ordinal))
            return null;
        return kind switch
        {
            ColumnKind.Text or ColumnKind.EnumName => reader.GetString(ordinal),
            ColumnKind.Number => reader.GetDecimal(ordinal),
            ColumnKind.Whole16 => reader.GetInt16(ordinal),
            ColumnKind.Whole32 => reader.GetInt32(ordinal),
            ColumnKind.Whole64 => reader.GetInt64(ordinal),
            ColumnKind.Boolean => reader.GetBoolean(ordinal),
            ColumnKind.Uuid => reader.GetGuid(ordinal),
            ColumnKind.Date => reader.GetFieldValue<DateOnly>(ordinal),
            ColumnKind.Timestamp => reader.GetFieldValue<DateTimeOffset>(ordinal),
            ColumnKind.Bytes => reader.GetFieldValue<byte[]>(ordinal),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static NpgsqlDbType DbType(ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.EnumName => NpgsqlDbType.Text,
        ColumnKind.Number => NpgsqlDbType.Numeric,
        ColumnKind.Whole16 => NpgsqlDbType.Smallint,
        ColumnKind.Whole32 => NpgsqlDbType.Integer,
        ColumnKind.Whole64 => NpgsqlDbType.Bigint,
        ColumnKind.Boolean => NpgsqlDbType.Boolean,
        ColumnKind.Uuid => NpgsqlDbType.Uuid,
        ColumnKind.Date => NpgsqlDbType.Date,
        ColumnKind.Timestamp => NpgsqlDbType.TimestampTz,
        ColumnKind.Bytes => NpgsqlDbType.Bytea,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static NpgsqlParameter<T?[]> References<T>(ColumnKind kind, IReadOnlyList<object?> values) where T : class
    {
        var typed = new T?[values.Count];
        for (var index = 0; index < typed.Length; index++)
            typed[index] = (T?)values[index];
        return new() { TypedValue = typed, NpgsqlDbType = NpgsqlDbType.Array | DbType(kind) };
    }

    private static NpgsqlParameter<T?[]> Structs<T>(ColumnKind kind, IReadOnlyList<object?> values) where T : struct
    {
        var typed = new T?[values.Count];
        for (var index = 0; index < typed.Length; index++)
            typed[index] = (T?)values[index];
        return new() { TypedValue = typed, NpgsqlDbType = NpgsqlDbType.Array | DbType(kind) };
    }
}
