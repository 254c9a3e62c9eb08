using Npgsql;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Merges two tables by their keys and compares hashes of the rows. Both are read in the order of a hash of the key,
/// which sorts the same here and there whatever the types of the key.
/// </summary>
internal static class TableComparison
{
    private static readonly string _template = EmbeddedSql.Read("Projections.Sql.hash_rows.sql");

    public static async Task<RebuildComparison> CompareAsync<TRow>(
        NpgsqlConnection runningConnection, RowTable<TRow> running, NpgsqlConnection rebuiltConnection,
        RowTable<TRow> rebuilt, RowShape<TRow> shape, long position, CancellationToken cancellationToken)
        where TRow : class
    {
        using var runningRows = Command(runningConnection, running, shape);
        using var rebuiltRows = Command(rebuiltConnection, rebuilt, shape);
        var left = await runningRows.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var leftClosed = left.ConfigureAwait(false);
        var right = await rebuiltRows.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var rightClosed = right.ConfigureAwait(false);
        var (count, different) = (0L, 0L);
        var differences = new List<RowDifference>();
        var hasLeft = await left.ReadAsync(cancellationToken).ConfigureAwait(false);
        var hasRight = await right.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (hasLeft || hasRight)
        {
            var order = !hasLeft ? 1
                : !hasRight ? -1
                : string.CompareOrdinal(left.GetString(0), right.GetString(0));
            if (order != 0 || left.GetString(1) != right.GetString(1))
            {
                different++;
                if (differences.Count < RebuildComparison.MaxDifferences)
                {
                    var key = (order <= 0 ? left : right).GetString(2);
                    differences.Add(new RowDifference(key, order <= 0, order >= 0));
                }
            }
            count++;
            if (order <= 0)
                hasLeft = await left.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (order >= 0)
                hasRight = await right.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        return new RebuildComparison(position, count, different, differences);
    }

    private static NpgsqlCommand Command<TRow>(NpgsqlConnection connection, RowTable<TRow> table, RowShape<TRow> shape)
        where TRow : class
    {
        var keys = string.Join(", ", shape.Keys.Select(RowTable<TRow>.Quoted));
        var statement = _template.Replace("{keys}", keys, StringComparison.Ordinal)
            .Replace("{columns}", table.ColumnList, StringComparison.Ordinal)
            .Replace("{table}", table.Qualified, StringComparison.Ordinal);
        // Sorting a large table takes as long as it takes.
        return new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
    }
}
