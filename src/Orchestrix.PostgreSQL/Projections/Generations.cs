using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// The generations of one projection's table: which there are, which one a version writes and reads, and how one takes
/// the place of another.
/// </summary>
internal sealed class Generations<TRow>(NpgsqlDataSource source, Projection<TRow> projection) where TRow : class
{
    private const short Shard = 0;

    private static readonly TimeSpan _lockTimeout = TimeSpan.FromSeconds(1);

    public RowTable<TRow> Table(int generation) => new(projection, generation);

    public Task<List<Generation>> ListAsync(CancellationToken cancellationToken) =>
        RunAsync(connection => ListAsync(connection, cancellationToken), cancellationToken);

    /// <summary>
    /// Lets <paramref name="acquire"/> take the checkpoint of the generation that this version writes. One is made if
    /// there is none. No exchange comes between: it would leave a checkpoint behind that begins anew.
    /// </summary>
    /// <param name="only">The generation, if it is not to be chosen.</param>
    /// <param name="acquire">Becomes the owner.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProjectionReplacedException">
    /// A later version is the active one, or the generation is none that is written any more.
    /// </exception>
    public async Task<T> TakeAsync<T>(
        int? only, Func<Generation, Task<T>> acquire, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (isTaken, result) = await RunAsync(connection => InTransactionAsync(
                connection, () => TryTakeAsync(connection, only, acquire, cancellationToken), cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (isTaken)
                return result!;
        }
    }

    /// <summary>
    /// The generation of this version that is built beside the active one: one that was begun, or else another one.
    /// </summary>
    public Task<Generation> BuildAsync(CancellationToken cancellationToken) =>
        RunAsync(connection => InTransactionAsync(
            connection,
            async () =>
            {
                var all = await ListAsync(connection, cancellationToken).ConfigureAwait(false);
                var begun = all.FindLastIndex(one =>
                    one.State == Generation.Building && one.Version == projection.Version);
                return begun >= 0 ? all[begun] : await AddAsync(connection, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken), cancellationToken);

    /// <summary>
    /// How far a generation is, and whether the log still has the event that is there; nothing if it never began.
    /// </summary>
    public Task<(long Position, bool IsOfLog)> PositionAsync(int generation, CancellationToken cancellationToken) =>
        RunAsync(connection => PositionAsync(connection, generation, cancellationToken), cancellationToken);

    /// <summary>The same, as a transaction sees it.</summary>
    public async Task<(long Position, bool IsOfLog)> PositionAsync(
        NpgsqlConnection connection, int generation, CancellationToken cancellationToken)
    {
        var found = await connection.ReadAsync(
            ProjectionStatements.ReadCheckpoint, [Value(projection.CheckpointName(generation)), Value(Shard)],
            static reader => (reader.GetInt64(0), reader.GetBoolean(1)), cancellationToken).ConfigureAwait(false);
        return found is [var position] ? position : (0, true);
    }

    /// <summary>
    /// Puts a generation in the place of the active one, if its rows are at least as far; readers see the one or the
    /// other. False if it is behind, or someone is in the way.
    /// </summary>
    public async Task<bool> TryActivateAsync(int generation, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                connection => InTransactionAsync(
                    connection, () => ActivateAsync(connection, generation, null, cancellationToken),
                    cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Errors.EventStoreUnavailableException exception)
            when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            return false;
        }
    }

    /// <summary>
    /// The same, with the owner of the active generation held still while <paramref name="catchUp"/> brings the other
    /// one to the position that it is given.
    /// </summary>
    public Task<bool> ActivateAsync(
        int generation, Func<long, Task<long>> catchUp, CancellationToken cancellationToken) =>
        RunAsync(
            connection => InTransactionAsync(
                connection, () => ActivateAsync(connection, generation, catchUp, cancellationToken),
                cancellationToken),
            cancellationToken);

    /// <summary>Drops a generation with its table and its checkpoint.</summary>
    public Task DropAsync(int generation, CancellationToken cancellationToken) =>
        RunAsync(connection => InTransactionAsync(
            connection,
            async () =>
            {
                await connection.ExecuteAsync(Table(generation).Drop, [], cancellationToken).ConfigureAwait(false);
                await DeleteCheckpointAsync(connection, generation, cancellationToken).ConfigureAwait(false);
                return await connection.ExecuteAsync(
                    ProjectionStatements.DeleteGeneration, [Value(projection.Name), Value(generation)],
                    cancellationToken).ConfigureAwait(false);
            },
            cancellationToken), cancellationToken);

    public Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken) =>
        source.RunAsync(run, cancellationToken);

    private async Task<(bool IsTaken, T? Result)> TryTakeAsync<T>(
        NpgsqlConnection connection, int? only, Func<Generation, Task<T>> acquire, CancellationToken cancellationToken)
    {
        var all = await ListAsync(connection, cancellationToken).ConfigureAwait(false);
        if (only is { } number)
            return (true, await acquire(Written(all, number)).ConfigureAwait(false));
        if (Find(all) is { } present)
        {
            // Readers that have come after the table.
            await GrantAsync(connection, Table(present.Number).Qualified, cancellationToken).ConfigureAwait(false);
            await GrantAsync(connection, Table(present.Number).View, cancellationToken).ConfigureAwait(false);
            return (true, await acquire(present).ConfigureAwait(false));
        }
        // Others see the new table when it is committed; the next turn takes it.
        await AddAsync(connection, cancellationToken).ConfigureAwait(false);
        return (false, default);
    }

    private Generation Written(List<Generation> all, int number)
    {
        var found = all.FindIndex(one => one.Number == number && one.State != Generation.Retired);
        return found >= 0 ? all[found] : throw new ProjectionReplacedException(
            $"Generation {number} of projection {projection.Name} is not written any more.");
    }

    private Generation? Find(List<Generation> all)
    {
        var own = all.Where(one => one.Version == projection.Version).ToArray();
        foreach (var state in new[] { Generation.Active, Generation.Building })
        {
            var found = Array.FindLastIndex(own, one => one.State == state);
            if (found >= 0)
                return own[found];
        }
        var active = all.FirstOrDefault(static one => one.State == Generation.Active);
        if (active.Version > projection.Version)
        {
            throw new ProjectionReplacedException(
                $"Version {active.Version} of projection {projection.Name} is the active one; this program has version "
                + $"{projection.Version}. Deploy the later program, or raise the version if this one is to be built.");
        }
        return null;
    }

    private async Task<T> InTransactionAsync<T>(
        NpgsqlConnection connection, Func<Task<T>> run, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        await connection.ExecuteAsync(ProjectionStatements.LockProjection, [Value(projection.Name)], cancellationToken)
            .ConfigureAwait(false);
        var result = await run().ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private Task<List<Generation>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        connection.ReadAsync(
            ProjectionStatements.ListGenerations, [Value(projection.Name)],
            static reader => new Generation(reader.GetInt32(0), reader.GetInt32(1), reader.GetString(2)),
            cancellationToken);

    private async Task<Generation> AddAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var added = (await connection.ReadAsync(
            ProjectionStatements.AddGeneration, [Value(projection.Name), Value(projection.Version)],
            reader => new Generation(reader.GetInt32(0), projection.Version, reader.GetString(1)),
            cancellationToken).ConfigureAwait(false)).Single();
        var table = Table(added.Number);
        foreach (var statement in table.Create(projection.Indexes))
            await connection.ExecuteAsync(statement, [], cancellationToken).ConfigureAwait(false);
        await GrantAsync(connection, table.Qualified, cancellationToken).ConfigureAwait(false);
        if (added.State == Generation.Active)
            await ShowAsync(connection, table, cancellationToken).ConfigureAwait(false);
        return added;
    }

    private async Task<bool> ActivateAsync(
        NpgsqlConnection connection, int generation, Func<long, Task<long>>? catchUp,
        CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            ProjectionStatements.LimitLocks, [Value($"{_lockTimeout.TotalMilliseconds:F0}ms")],
            cancellationToken).ConfigureAwait(false);
        var active = (await ListAsync(connection, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(static one => one.State == Generation.Active);
        if (active.Number == generation)
            return true;
        var held = await HoldAsync(connection, active.Number, cancellationToken).ConfigureAwait(false);
        var reached = catchUp is null
            ? await HoldAsync(connection, generation, cancellationToken).ConfigureAwait(false)
            : await catchUp(held).ConfigureAwait(false);
        if (reached < held)
            return false;
        await connection.ExecuteAsync(ProjectionStatements.RetireActive, [Value(projection.Name)], cancellationToken)
            .ConfigureAwait(false);
        var activated = await connection.ExecuteAsync(
            ProjectionStatements.ActivateGeneration, [Value(projection.Name), Value(generation)],
            cancellationToken).ConfigureAwait(false);
        if (activated != 1)
        {
            throw new ProjectionReplacedException(
                $"Generation {generation} of projection {projection.Name} is not being built any more.");
        }
        await DeleteCheckpointAsync(connection, active.Number, cancellationToken).ConfigureAwait(false);
        await ShowAsync(connection, Table(generation), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Keeps the owner of a generation still. Its position counts for nothing if it is none of this log: whatever is
    /// built of the log is better then.
    /// </summary>
    private async Task<long> HoldAsync(
        NpgsqlConnection connection, int generation, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            ProjectionStatements.LockOwner, [Value(projection.CheckpointName(generation))], cancellationToken)
            .ConfigureAwait(false);
        var (position, isOfLog) = await PositionAsync(connection, generation, cancellationToken).ConfigureAwait(false);
        return isOfLog ? position : 0;
    }

    private async Task DeleteCheckpointAsync(
        NpgsqlConnection connection, int generation, CancellationToken cancellationToken)
    {
        var name = projection.CheckpointName(generation);
        await connection.ExecuteAsync(SubscriptionStatements.DeleteCheckpoints, [Value(name)], cancellationToken)
            .ConfigureAwait(false);
        await connection.ExecuteAsync(ProjectionStatements.ForgetParked, [Value(name)], cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Lets the view show a table. It is replaced in place where the columns allow it, for the sake of what others have
    /// built on it.
    /// </summary>
    private static async Task ShowAsync(
        NpgsqlConnection connection, RowTable<TRow> table, CancellationToken cancellationToken)
    {
        var shown = await TableCheck.ColumnsAsync(connection, table.View, cancellationToken).ConfigureAwait(false);
        var wanted = await TableCheck.ColumnsAsync(connection, table.Qualified, cancellationToken)
            .ConfigureAwait(false);
        var fits = shown.Count <= wanted.Count
            && shown.Zip(wanted).All(static pair => (pair.First.Name, pair.First.Type)
                == (pair.Second.Name, pair.Second.Type));
        if (!fits)
            await connection.ExecuteAsync($"drop view {table.View}", [], cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            $"create or replace view {table.View} as select {table.ColumnList} from {table.Qualified}", [],
            cancellationToken).ConfigureAwait(false);
        await GrantAsync(connection, table.View, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Lets the owner of the schema read, whose backup would fail otherwise, and who may use it and read the log, such
    /// as the read-only role.
    /// </summary>
    private static async Task GrantAsync(
        NpgsqlConnection connection, string relation, CancellationToken cancellationToken)
    {
        var readers = await connection.ReadAsync(
            ProjectionStatements.ListReaders, [Text(relation)], static reader => reader.GetString(0), cancellationToken)
            .ConfigureAwait(false);
        if (readers.Count == 0)
            return;
        await connection.ExecuteAsync(
            $"grant select on {relation} to {string.Join(", ", readers)}", [], cancellationToken)
            .ConfigureAwait(false);
    }
}
