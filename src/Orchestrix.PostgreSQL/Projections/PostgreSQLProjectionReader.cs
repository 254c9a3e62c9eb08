using System.Globalization;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Reads rows and the position of their checkpoint in one statement, and so in one snapshot: the answer is valid for
/// exactly that position.
/// </summary>
internal sealed class PostgreSQLProjectionReader<TRow>(
    Projection<TRow> projection, ReadableGeneration<TRow> readable, ProjectionProgress progress, TimeSpan poll,
    TimeSpan patience, TimeProvider time, long atLeast = 0)
    : IProjectionReader<TRow> where TRow : class
{
    private const int MaxExchanges = 5;

    public IProjectionReader<TRow> AtLeast(long position, TimeSpan? within = null) =>
        new PostgreSQLProjectionReader<TRow>(
            projection, readable, progress, poll, within ?? patience, time, position);

    public async Task<ProjectionAnswer<TRow?>> FindAsync(
        IReadOnlyList<object> key, CancellationToken cancellationToken = default)
    {
        var shape = projection.Shape;
        var values = shape.KeyValues(shape.KeyFrom(key));
        var conditions = shape.Keys.Select((column, index) =>
            new RowCondition(column, RowComparison.Equal, values[index])).ToArray();
        var (rows, position, parked) = await ReadAsync(conditions, [], 1, cancellationToken).ConfigureAwait(false);
        return new(rows.FirstOrDefault(), position) { ParkedStreams = parked };
    }

    public async Task<ProjectionAnswer<IReadOnlyList<TRow>>> QueryAsync(
        ProjectionQuery<TRow> query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var shape = projection.Shape;
        var (rows, position, parked) = await ReadAsync(
            query.ConditionsOn(shape), query.OrderOn(shape), query.Limit, cancellationToken).ConfigureAwait(false);
        return new(rows, position) { ParkedStreams = parked };
    }

    private async Task<(List<TRow> Rows, long Position, long Parked)> ReadAsync(
        IReadOnlyList<RowCondition> conditions, IReadOnlyList<(RowColumn Column, bool IsDescending)> order, int limit,
        CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var (table, rows, position, parked) = await ReadOnceAsync(conditions, order, limit, cancellationToken)
                .ConfigureAwait(false);
            if (position >= atLeast)
                return (rows, position, parked);
            var left = patience - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
                throw new ProjectionTimeoutException(projection.Name, atLeast, position, patience);
            // Woken by the owner if it is in this process; else the next look is the poll.
            await progress.WaitForAsync(
                projection.CheckpointName(table?.Generation ?? 1), atLeast, left < poll ? left : poll, time,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the generation that is readable; if it is exchanged meanwhile, the other one.</summary>
    private async Task<(RowTable<TRow>? Table, List<TRow> Rows, long Position, long Parked)> ReadOnceAsync(
        IReadOnlyList<RowCondition> conditions, IReadOnlyList<(RowColumn Column, bool IsDescending)> order, int limit,
        CancellationToken cancellationToken)
    {
        for (var exchanges = 0; ; exchanges++)
        {
            if (await readable.FindAsync(cancellationToken).ConfigureAwait(false) is not { } table)
                return (null, [], 0, 0);
            EventStoreUnavailableException? gone = null;
            try
            {
                var (rows, position, parked) = await QueryAsync(table, conditions, order, limit, cancellationToken)
                    .ConfigureAwait(false);
                if (position is { } valid)
                    return (table, rows, valid, parked);
            }
            catch (EventStoreUnavailableException exception)
                when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable })
            {
                gone = exception;
            }
            readable.Forget();
            if (exchanges == MaxExchanges)
            {
                if (gone is not null)
                    throw gone;
                // The generation was made, and nothing has been applied to it yet.
                return (table, [], 0, 0);
            }
        }
    }

    private Task<(List<TRow> Rows, long? Position, long Parked)> QueryAsync(
        RowTable<TRow> table, IReadOnlyList<RowCondition> conditions,
        IReadOnlyList<(RowColumn Column, bool IsDescending)> order, int limit, CancellationToken cancellationToken)
    {
        var parameters = new List<NpgsqlParameter>
        {
            Value(projection.CheckpointName(table.Generation)), Value(limit),
        };
        var wanted = new List<string>();
        foreach (var condition in conditions)
        {
            var column = RowTable<TRow>.Quoted(condition.Column);
            if (condition.Value is null)
            {
                wanted.Add(condition.Comparison == RowComparison.Equal ? $"{column} is null" : "false");
                continue;
            }
            parameters.Add(ColumnTypes.Value(condition.Column.Kind, condition.Value));
            wanted.Add(string.Create(
                CultureInfo.InvariantCulture, $"{column} {Sign(condition.Comparison)} ${parameters.Count}"));
        }
        var sorted = string.Join(", ", order.Select(static one =>
            RowTable<TRow>.Quoted(one.Column) + (one.IsDescending ? " desc" : "")));
        var statement = $"""
            select c.position, c.parked, t.*
            from (
                select (
                    select position from orchestrix.checkpoints where subscription = $1 and partition = 0
                ) as position, (
                    select count(*) from orchestrix.parked_streams where subscription = $1
                ) as parked
            ) c
            left join lateral (
                select true as is_row, {table.ColumnList}
                from {table.Qualified}
                {(wanted.Count == 0 ? "" : $"where {string.Join(" and ", wanted)}")}
                {(sorted.Length == 0 ? "" : $"order by {sorted}")}
                limit $2
            ) t on true
            {(sorted.Length == 0 ? "" : $"order by {sorted}")}
            """;
        return readable.Generations.RunAsync(async connection =>
        {
            var (position, parked) = ((long?)null, 0L);
            var rows = new List<TRow>();
            var read = await connection.ReadAsync(
                statement, [.. parameters],
                reader =>
                {
                    (position, parked) = (reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1));
                    return reader.IsDBNull(2) ? null : table.Read(reader, first: 3);
                },
                cancellationToken).ConfigureAwait(false);
            rows.AddRange(read.OfType<TRow>());
            return (rows, position, parked);
        },
        cancellationToken);
    }

    private static string Sign(RowComparison comparison) => comparison switch
    {
        RowComparison.Equal => "=",
        RowComparison.Less => "<",
        RowComparison.LessOrEqual => "<=",
        RowComparison.Greater => ">",
        _ => ">=",
    };
}
