using Npgsql;
using NpgsqlTypes;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// A rebuild that the caller works on: what it writes counts only until another one takes the rebuild over.
/// </summary>
internal sealed class RebuildWork
{
    private readonly NpgsqlDataSource _source;
    private readonly string _name;
    private readonly long _epoch;

    private RebuildWork(NpgsqlDataSource source, string name, NpgsqlDataReader row)
    {
        (_source, _name, _epoch) = (source, name, row.GetInt64(0));
        State = RebuildRow.StateOf(row.GetString(1));
        Activation = RebuildRow.ActivationOf(row.GetString(2));
        Generation = row.IsDBNull(3) ? null : row.GetInt32(3);
    }

    /// <summary>What it was when it was taken.</summary>
    public RebuildState State { get; }

    /// <summary>When the rebuilt table takes the active one's place.</summary>
    public RebuildActivation Activation { get; }

    /// <summary>The generation that whoever worked on it before has built.</summary>
    public int? Generation { get; }

    /// <summary>Takes a rebuild over; null if there is nothing to do.</summary>
    public static Task<RebuildWork?> TakeAsync(
        NpgsqlDataSource source, string name, string owner, CancellationToken cancellationToken) =>
        source.RunAsync(
            async connection => (await connection.ReadAsync(
                ProjectionStatements.TakeRebuild, [Value(name), Value(owner)],
                row => new RebuildWork(source, name, row), cancellationToken).ConfigureAwait(false)).SingleOrDefault(),
            cancellationToken);

    /// <summary>Says how far it is.</summary>
    /// <returns>What it is now; null if another one works on it.</returns>
    public Task<RebuildState?> ReportAsync(RebuildProgress? progress, CancellationToken cancellationToken) =>
        StateAfterAsync(
            ProjectionStatements.ReportRebuild,
            [
                Value(_name), Value(_epoch), Value(progress?.Position ?? 0), Value(progress?.Head ?? 0),
                Value(progress?.EventsPerSecond ?? 0), OrNull(progress?.Generation ?? Generation,
                    NpgsqlDbType.Integer),
            ],
            cancellationToken);

    /// <summary>Keeps what was built and how it compares, before it may become the active one.</summary>
    /// <returns>What the rebuild is now; null if another one works on it.</returns>
    public Task<RebuildState?> BuiltAsync(RebuildResult result, CancellationToken cancellationToken) =>
        StateAfterAsync(
            ProjectionStatements.ComparedRebuild,
            [
                Value(_name), Value(_epoch), Value(result.Generation), Text(result.Obstacle),
                Text(RebuildRow.Json(result.Comparison)),
            ],
            cancellationToken);

    /// <summary>Says that it is over.</summary>
    /// <returns>False if a person or another owner came before; nothing was changed then.</returns>
    public Task<bool> EndAsync(
        RebuildState state, int? generation, long position, string? reason, CancellationToken cancellationToken) =>
        _source.RunAsync(
            async connection => await connection.ExecuteAsync(
                ProjectionStatements.EndRebuild,
                [
                    Value(_name), Value(_epoch), Value(RebuildRow.NameOf(state)),
                    OrNull(generation, NpgsqlDbType.Integer), Value(position), Text(reason),
                ],
                cancellationToken).ConfigureAwait(false) > 0,
            cancellationToken);

    private Task<RebuildState?> StateAfterAsync(
        string statement, NpgsqlParameter[] parameters, CancellationToken cancellationToken) => _source.RunAsync(
        async connection =>
        {
            var found = await connection.ReadAsync(
                statement, parameters, static row => RebuildRow.StateOf(row.GetString(0)), cancellationToken)
                .ConfigureAwait(false);
            return found is [var state] ? state : (RebuildState?)null;
        },
        cancellationToken);
}
