using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>Compares a table with the columns that the program expects.</summary>
internal static class TableCheck
{
    public static Task<List<(string Name, string Type, bool IsNotNull)>> ColumnsAsync(
        NpgsqlConnection connection, string table, CancellationToken cancellationToken) =>
        connection.ReadAsync(
            ProjectionStatements.TableColumns, [Value(table)],
            static reader => (reader.GetString(0), reader.GetString(1), reader.GetBoolean(2)), cancellationToken);

    /// <summary>What differs, a column each; empty if the table is as it should be.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync<TRow>(
        NpgsqlConnection connection, RowTable<TRow> table, RowShape<TRow> shape, CancellationToken cancellationToken)
        where TRow : class
    {
        var present = await ColumnsAsync(connection, table.Qualified, cancellationToken).ConfigureAwait(false);
        if (present.Count == 0)
            return ["the table does not exist"];
        var differences = new List<string>();
        foreach (var column in shape.Columns)
        {
            var expected = ColumnTypes.NameOf(column.Kind) + (column.IsNullable ? "" : " not null");
            var index = present.FindIndex(one => one.Name == column.Name);
            if (index < 0)
            {
                differences.Add($"column {column.Name} ({expected}) is missing");
                continue;
            }
            var found = present[index].Type + (present[index].IsNotNull ? " not null" : "");
            if (found != expected)
                differences.Add($"column {column.Name} is {found} and not {expected}");
        }
        differences.AddRange(present.Where(one => shape.Columns.All(column => column.Name != one.Name))
            .Select(static one => $"column {one.Name} ({one.Type}) is not expected"));
        var keys = await connection.ReadAsync(
            ProjectionStatements.TableKeys, [Value(table.Qualified)],
            static reader => reader.GetString(0), cancellationToken).ConfigureAwait(false);
        if (!keys.SequenceEqual(shape.Keys.Select(static key => key.Name)))
        {
            differences.Add($"the primary key is ({string.Join(", ", keys)}) and not "
                + $"({string.Join(", ", shape.Keys.Select(static key => key.Name))})");
        }
        return differences;
    }
}
