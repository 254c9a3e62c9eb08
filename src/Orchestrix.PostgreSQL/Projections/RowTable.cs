using System.Globalization;
using Npgsql;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>The statements on the table of one generation, made from the columns of the row type.</summary>
internal sealed class RowTable<TRow> where TRow : class
{
    public const string Schema = "orchestrix_projections";

    private readonly RowShape<TRow> _shape;

    public RowTable(Projection<TRow> projection, int generation)
    {
        _shape = projection.Shape;
        Generation = generation;
        Name = string.Create(
            CultureInfo.InvariantCulture, $"{projection.Name.Replace('-', '_')}_g{generation}");
        Qualified = $"{Schema}.{EmbeddedSql.Identifier(Name)}";
        View = $"{Schema}.{EmbeddedSql.Identifier(projection.Name.Replace('-', '_'))}";
        ColumnList = string.Join(", ", _shape.Columns.Select(Quoted));
        var keys = string.Join(", ", _shape.Keys.Select(Quoted));
        var others = _shape.Columns.Where(static column => !column.IsKey).ToArray();

        Load = $"select {string.Join(", ", _shape.Columns.Select(column => $"t.{Quoted(column)}"))}\n"
            + $"from {Arrays(_shape.Keys, "k", 1)}\njoin {Qualified} t on {Match("t", "k")}";
        // Statements under the fence: they see the new position of the checkpoint, or change nothing.
        Upsert = $"insert into {Qualified} ({ColumnList})\nselect {ColumnList}\n"
            + $"from {Arrays(_shape.Columns, "u", 4)}\nwhere {Fence}\non conflict ({keys}) do "
            + (others.Length == 0
                ? "nothing"
                : $"update set {string.Join(", ", others.Select(one => $"{Quoted(one)} = excluded.{Quoted(one)}"))}");
        Delete = $"delete from {Qualified} t using {Arrays(_shape.Keys, "k", 4)}\n"
            + $"where {Match("t", "k")} and {Fence}";
    }

    public int Generation { get; }

    public string Name { get; }

    /// <summary>The table with its schema, quoted.</summary>
    public string Qualified { get; }

    /// <summary>The view under the stable name.</summary>
    public string View { get; }

    public string ColumnList { get; }

    /// <summary>Reads rows by arrays of their keys.</summary>
    public string Load { get; }

    /// <summary>Writes rows by arrays of their columns, if checkpoint $1 has epoch $2 and position $3.</summary>
    public string Upsert { get; }

    /// <summary>Deletes rows by arrays of their keys, under the same condition.</summary>
    public string Delete { get; }

    /// <summary>Makes the table and its indexes. Rows are rewritten often: pages keep room for it.</summary>
    public IEnumerable<string> Create(IReadOnlyList<IReadOnlyList<RowColumn>> indexes)
    {
        var columns = _shape.Columns.Select(static column =>
            $"{Quoted(column)} {ColumnTypes.NameOf(column.Kind)}"
            + (column.Kind is ColumnKind.Text or ColumnKind.EnumName ? " collate \"C\"" : "")
            + (column.IsNullable ? "" : " not null"));
        yield return $"create table {Qualified} (\n    {string.Join(",\n    ", columns)},\n"
            + $"    primary key ({string.Join(", ", _shape.Keys.Select(Quoted))})\n) with (fillfactor = 70)";
        for (var number = 0; number < indexes.Count; number++)
        {
            var name = EmbeddedSql.Identifier(
                string.Create(CultureInfo.InvariantCulture, $"{Name}_i{number + 1}"));
            yield return $"create index {name} on {Qualified} ({string.Join(", ", indexes[number].Select(Quoted))})";
        }
    }

    public string Drop => $"drop table if exists {Qualified}";

    /// <summary>
    /// The row behind the columns of <c>select</c> from <paramref name="first"/> on.
    /// </summary>
    public TRow Read(NpgsqlDataReader reader, int first = 0)
    {
        var values = new object?[_shape.Columns.Count];
        foreach (var column in _shape.Columns)
            values[column.Ordinal] = ColumnTypes.Read(reader, first + column.Ordinal, column.Kind);
        return _shape.Create(values);
    }

    /// <summary>An array parameter for each part of the keys.</summary>
    public IEnumerable<NpgsqlParameter> KeyArrays(IReadOnlyList<object> keys)
    {
        for (var place = 0; place < _shape.Keys.Count; place++)
        {
            var values = new object?[keys.Count];
            for (var index = 0; index < values.Length; index++)
                values[index] = _shape.KeyValues(keys[index])[place];
            yield return ColumnTypes.Values(_shape.Keys[place].Kind, values);
        }
    }

    /// <summary>An array parameter for each column of the rows.</summary>
    public IEnumerable<NpgsqlParameter> ColumnArrays(IReadOnlyList<TRow> rows)
    {
        foreach (var column in _shape.Columns)
        {
            var values = new object?[rows.Count];
            for (var index = 0; index < values.Length; index++)
                values[index] = _shape.Value(rows[index], column);
            yield return ColumnTypes.Values(column.Kind, values);
        }
    }

    public static string Quoted(RowColumn column) => EmbeddedSql.Identifier(column.Name);

    private const string Fence =
        "exists (\n    select from orchestrix.checkpoints\n"
        + "    where subscription = $1 and partition = 0 and epoch = $2 and position = $3)";

    private string Match(string table, string keys) =>
        string.Join(" and ", _shape.Keys.Select(key => $"{table}.{Quoted(key)} = {keys}.{Quoted(key)}"));

    private static string Arrays(IReadOnlyList<RowColumn> columns, string alias, int first)
    {
        var arrays = columns.Select((column, index) => string.Create(
            CultureInfo.InvariantCulture, $"${first + index}::{ColumnTypes.NameOf(column.Kind)}[]"));
        return $"unnest({string.Join(", ", arrays)}) as {alias}({string.Join(", ", columns.Select(Quoted))})";
    }
}
