using Npgsql;
using NpgsqlTypes;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// The projections as the database tells them, and the rebuilds that people have asked for, in the tables
/// <c>orchestrix.projections</c> and <c>orchestrix.projection_rebuilds</c>. Needs no silo. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLProjectionCatalog(NpgsqlDataSource source) : IProjectionCatalog
{
    private const short Shard = 0;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        await ListAsync(null, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<ProjectionStatus?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return (await ListAsync(name, cancellationToken).ConfigureAwait(false)).SingleOrDefault();
    }

    /// <inheritdoc/>
    public Task<RebuildOutcome> RebuildAsync(
        string name, RebuildActivation activation, string actor, CancellationToken cancellationToken = default)
    {
        CheckActor(actor);
        return ChangeAsync(
            name, ProjectionStatements.RequestRebuild,
            [Value(name), Value(RebuildRow.NameOf(activation)), Value(actor)],
            rebuild => rebuild?.State is RebuildState.Requested or RebuildState.Running
                && rebuild.Activation == activation ? RebuildOutcome.Unchanged : RebuildOutcome.Busy,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RebuildOutcome> ActivateAsync(
        string name, string actor, CancellationToken cancellationToken = default)
    {
        CheckActor(actor);
        return ChangeAsync(
            name, ProjectionStatements.ActivateBuilt, [Value(name), Value(actor)],
            static rebuild => rebuild switch
            {
                { State: RebuildState.Requested or RebuildState.Running, Activation: RebuildActivation.Always } =>
                    RebuildOutcome.Unchanged,
                { State: RebuildState.Requested or RebuildState.Running or RebuildState.Cancelling } =>
                    RebuildOutcome.Busy,
                _ => RebuildOutcome.NothingThere,
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RebuildOutcome> CancelAsync(
        string name, string actor, CancellationToken cancellationToken = default)
    {
        CheckActor(actor);
        return ChangeAsync(
            name, ProjectionStatements.CancelRebuild, [Value(name), Value(actor)],
            static rebuild => rebuild?.State is RebuildState.Cancelling or RebuildState.Cancelled
                ? RebuildOutcome.Unchanged : RebuildOutcome.NothingThere,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default) =>
        await source.RunAsync(
            connection => connection.ReadAsync(
                ProjectionStatements.ListUnfinished, [], static reader => reader.GetString(0), cancellationToken),
            cancellationToken).ConfigureAwait(false);

    private async Task<RebuildOutcome> ChangeAsync(
        string name, string statement, NpgsqlParameter[] parameters, Func<ProjectionRebuild?, RebuildOutcome> otherwise,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is null)
            return RebuildOutcome.NotFound;
        var changed = await source.RunAsync(
            connection => connection.ExecuteAsync(statement, parameters, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return changed > 0
            ? RebuildOutcome.Accepted
            : otherwise((await FindAsync(name, cancellationToken).ConfigureAwait(false))?.Rebuild);
    }

    private Task<List<ProjectionStatus>> ListAsync(string? name, CancellationToken cancellationToken) =>
        source.RunAsync(async connection =>
        {
            var rows = await connection.ReadAsync(
                ProjectionStatements.ListProjections, [Value(Shard), OrNull(name, NpgsqlDbType.Text)],
                GenerationRow.Read, cancellationToken).ConfigureAwait(false);
            var rebuilds = await connection.ReadAsync(
                ProjectionStatements.ListRebuilds, [OrNull(name, NpgsqlDbType.Text)], RebuildRow.Read,
                cancellationToken).ConfigureAwait(false);
            var byName = rebuilds.ToDictionary(
                static one => one.Name, static one => one.Rebuild, StringComparer.Ordinal);
            return rows.GroupBy(static row => row.Name, StringComparer.Ordinal)
                .Select(group => Status(group.Key, [.. group], byName.GetValueOrDefault(group.Key))).ToList();
        },
        cancellationToken);

    private static ProjectionStatus Status(string name, GenerationRow[] rows, ProjectionRebuild? rebuild)
    {
        // The first generation is active when it is made, and each exchange is one transaction.
        var active = rows.Single(static row => row.State == Generation.Active);
        return new ProjectionStatus
        {
            Name = name,
            Version = active.Version,
            Generation = active.Number,
            State = active.Failure is not null ? ProjectionState.Stopped
                : active.Position is null ? ProjectionState.NotStarted
                : active.Position < active.Head ? ProjectionState.Behind
                : ProjectionState.Current,
            Position = active.Position ?? 0,
            Head = active.Head,
            TimeBehind = active.Behind,
            Owner = active.Owner,
            Failure = active.Failure,
            Builds = [.. rows.Where(static row => row.State == Generation.Building)
                .Select(static row => new ProjectionBuild(row.Number, row.Version, row.Position ?? 0))],
            Rebuild = rebuild,
            ParkedStreams = active.Parked,
        };
    }

    private static void CheckActor(string actor)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(actor);
        if (actor.Length > IProjectionCatalog.MaxActorLength || actor.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The actor has at most {IProjectionCatalog.MaxActorLength} characters and no U+0000.", nameof(actor));
        }
    }

    private sealed record GenerationRow(
        string Name, int Number, int Version, string State, long? Position, string? Owner, string? Failure, long Head,
        TimeSpan Behind, long Parked)
    {
        public static GenerationRow Read(NpgsqlDataReader reader) => new(
            reader.GetString(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetString(3),
            reader.IsDBNull(4) ? null : reader.GetInt64(4),
            reader.IsDBNull(5) ? null : reader.GetString(5),
            reader.IsDBNull(6) ? null : reader.GetString(6),
            reader.GetInt64(7),
            reader.IsDBNull(8) ? TimeSpan.Zero : TimeSpan.FromSeconds(reader.GetDouble(8)),
            reader.GetInt64(9));
    }
}
