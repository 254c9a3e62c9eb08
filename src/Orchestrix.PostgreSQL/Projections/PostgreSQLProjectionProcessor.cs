using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Applies pages of the log to the table of one generation. Rows are read without a lock: nobody but the owner writes
/// them. One batch, which is one transaction, then moves the checkpoint on, and writes the rows only if that was still
/// the owner's to move; so rows and checkpoint are never apart, and no event is applied twice or by two.
/// </summary>
internal sealed partial class PostgreSQLProjectionProcessor<TRow>(
    NpgsqlDataSource source, Projection<TRow> projection, ProjectionFold<TRow> fold, IEventStore store,
    ICheckpointStore checkpoints, ProjectionProgress progress, ProjectionOptions options, TimeProvider time,
    int? only = null)
    : IPageProcessor where TRow : class
{
    private const short Shard = 0;

    private readonly Generations<TRow> _generations = new(source, projection);
    private readonly PreparedStatements _prepared = PreparedStatements.Of(source);
    private readonly RowCache<TRow> _cache = new(options.CachedRows);
    private RowTable<TRow> _table = null!;
    private bool _isBuilding;
    private long _position;

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        _cache.Clear();
        while (true)
        {
            try
            {
                return await _generations.TakeAsync(
                    only, taken => AcquireAsync(taken, owner, cancellationToken), cancellationToken)
                    .ConfigureAwait(false);
            }
            // A new version whose building began on a log that was restored since: nobody reads it, so it begins anew.
            catch (CheckpointMismatchException) when (_isBuilding)
            {
                await _generations.DropAsync(_table.Generation, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        await CatchUpAsync(owned, cancellationToken).ConfigureAwait(false);
        await ApplyAsync(owned, page.Events, page.ScannedTo, cancellationToken).ConfigureAwait(false);
        if (_isBuilding)
            await ActivateAsync(cancellationToken).ConfigureAwait(false);
        return _position;
    }

    public async Task<long> IdleAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        await CatchUpAsync(owned, cancellationToken).ConfigureAwait(false);
        return _position;
    }

    public Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken) => Task.FromResult(_position);

    private async Task<Checkpoint> AcquireAsync(
        Generation taken, string owner, CancellationToken cancellationToken)
    {
        _table = _generations.Table(taken.Number);
        _isBuilding = only is null && taken.State == Generation.Building;
        var partition = new SubscriptionPartition(projection.CheckpointName(taken.Number), 0, 1);
        var owned = await checkpoints.AcquireAsync(partition, owner, SubscriptionStart.Beginning, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            await CheckTableAsync(null, cancellationToken).ConfigureAwait(false);
        }
        catch (ProjectionTableException exception)
        {
            await checkpoints.SaveAsync(owned, owned.Position, exception.Message, cancellationToken)
                .ConfigureAwait(false);
            throw;
        }
        _position = owned.Position;
        await LoadParkedAsync(owned, cancellationToken).ConfigureAwait(false);
        return owned;
    }

    private async Task ApplyAsync(
        Checkpoint owned, IReadOnlyList<RecordedEvent> events, long scannedTo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var failure = await TryApplyAsync(owned, Unparked(events), scannedTo, cancellationToken)
                .ConfigureAwait(false);
            if (failure is null)
                return;
            await ParkAsync(owned, events.Single(one => one.Position == failure.Position), failure, cancellationToken)
                .ConfigureAwait(false);
            events = [.. events.Where(one => one.Position > failure.Position)];
        }
    }

    /// <summary>Applies events up to one that is to be parked, and answers why; null if there is none.</summary>
    private async Task<ProjectionFailedException?> TryApplyAsync(
        Checkpoint owned, IReadOnlyList<RecordedEvent> events, long scannedTo, CancellationToken cancellationToken)
    {
        var plan = fold.Plan(events);
        var present = await LoadAsync(plan, cancellationToken).ConfigureAwait(false);
        var changed = new Dictionary<object, TRow?>();
        var failure = fold.Fold(plan, key => present.GetValueOrDefault(key), changed);
        var position = failure is null ? scannedTo : failure.Position - 1;
        try
        {
            await WriteAsync(owned, changed, position, Told(failure), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            await CheckTableAsync(exception, cancellationToken).ConfigureAwait(false);
            return await ApplyHalvesAsync(owned, events, scannedTo, exception, cancellationToken)
                .ConfigureAwait(false);
        }
        foreach (var (key, row) in changed)
            _cache.Set(key, row);
        _position = position;
        progress.Advance(owned.Partition.Subscription, position);
        return failure is null || MayPark(failure) ? failure : throw failure;
    }

    /// <summary>What the database refuses is found by halving, so that everything before it is applied.</summary>
    private async Task<ProjectionFailedException?> ApplyHalvesAsync(
        Checkpoint owned, IReadOnlyList<RecordedEvent> events, long scannedTo, Exception cause,
        CancellationToken cancellationToken)
    {
        if (events.Count == 1)
        {
            var failure = fold.Failed(events[0], cause);
            await WriteAsync(owned, [], events[0].Position - 1, Told(failure), cancellationToken)
                .ConfigureAwait(false);
            _position = events[0].Position - 1;
            return MayPark(failure) ? failure : throw failure;
        }
        var half = events.Count / 2;
        return await TryApplyAsync(owned, [.. events.Take(half)], events[half - 1].Position, cancellationToken)
                .ConfigureAwait(false)
            ?? await TryApplyAsync(owned, [.. events.Skip(half)], scannedTo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows that a plan touches: from memory, and the others from the table by their keys.</summary>
    private async Task<Dictionary<object, TRow?>> LoadAsync(
        ProjectionPlan<TRow> plan, CancellationToken cancellationToken)
    {
        var present = new Dictionary<object, TRow?>();
        var missing = new List<object>();
        foreach (var key in plan.Keys)
        {
            if (present.ContainsKey(key))
                continue;
            if (!_cache.TryGet(key, out var row))
                missing.Add(key);
            present.Add(key, row);
        }
        if (missing.Count == 0)
            return present;
        await RunAsync(async connection =>
        {
            using var batch = new NpgsqlBatch(connection);
            Add(batch, Statements.PlanByIndex, []);
            Add(batch, _table.Load, [.. _table.KeyArrays(missing)]);
            await _prepared.PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var closed = reader.ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var row = _table.Read(reader);
                present[projection.Shape.KeyOf(row)] = row;
            }
            return 0;
        },
        cancellationToken).ConfigureAwait(false);
        foreach (var key in missing)
            _cache.Set(key, present[key]);
        return present;
    }

    private async Task WriteAsync(
        Checkpoint owned, Dictionary<object, TRow?> changed, long position, string? failure,
        CancellationToken cancellationToken)
    {
        var moved = await RunAsync(
            connection => WriteAsync(connection, owned, changed, position, failure, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (moved == 0)
            throw await ReasonAsync(owned, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One batch: moves the checkpoint, and writes the rows if it could.</summary>
    /// <returns>0 if the checkpoint was not the owner's to move, and nothing was changed.</returns>
    private async Task<int> WriteAsync(
        NpgsqlConnection connection, Checkpoint owned, Dictionary<object, TRow?> changed, long position,
        string? failure, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection);
        Add(batch, Statements.PlanByIndex, []);
        Add(batch, ProjectionStatements.AdvanceCheckpoint,
        [
            Value(Shard), Value(owned.Partition.Subscription), Value((short)owned.Partition.Partition),
            Value(owned.Epoch), Value(position), Text(failure), Value(_position),
        ]);
        var rows = changed.Values.OfType<TRow>().ToArray();
        if (rows.Length > 0)
            Add(batch, _table.Upsert, [.. Fence(owned, position), .. _table.ColumnArrays(rows)]);
        var deleted = changed.Where(static pair => pair.Value is null).Select(static pair => pair.Key).ToArray();
        if (deleted.Length > 0)
            Add(batch, _table.Delete, [.. Fence(owned, position), .. _table.KeyArrays(deleted)]);
        await _prepared.PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return batch.BatchCommands[1].RecordsAffected;
    }

    private static NpgsqlParameter[] Fence(Checkpoint owned, long position) =>
        [Value(owned.Partition.Subscription), Value(owned.Epoch), Value(position)];

    private static void Add(NpgsqlBatch batch, string statement, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(statement);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Why the checkpoint was not the owner's to move.</summary>
    private async Task<Exception> ReasonAsync(Checkpoint owned, CancellationToken cancellationToken) =>
        await IsWrittenAsync(cancellationToken).ConfigureAwait(false)
            ? new SubscriptionFencedException(owned.Partition, owned.Epoch)
            : Replaced();

    private async Task<bool> IsWrittenAsync(CancellationToken cancellationToken)
    {
        var all = await _generations.ListAsync(cancellationToken).ConfigureAwait(false);
        return all.Any(one => one.Number == _table.Generation && one.State != Generation.Retired);
    }

    private ProjectionReplacedException Replaced() => new(
        $"Another generation of projection {projection.Name} has taken the place of {_table.Generation}.");

    private async Task ActivateAsync(CancellationToken cancellationToken)
    {
        var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        if (head - _position <= options.ActivateWithin)
        {
            _isBuilding = !await _generations.TryActivateAsync(_table.Generation, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <exception cref="ProjectionTableException">The table is not as it should be.</exception>
    /// <exception cref="ProjectionReplacedException">It is written no more.</exception>
    private async Task CheckTableAsync(Exception? cause, CancellationToken cancellationToken)
    {
        var differences = await _generations.RunAsync(
            connection => TableCheck.DifferencesAsync(connection, _table, projection.Shape, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (differences.Count == 0)
            return;
        // A table that was exchanged may have been dropped since.
        throw await IsWrittenAsync(cancellationToken).ConfigureAwait(false)
            ? new ProjectionTableException(projection.Name, _table.Qualified, differences, cause)
            : Replaced();
    }

    /// <summary>Runs a statement; a failure that the shape of the table may explain is explained by it.</summary>
    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            return await run(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.IsOfServer(exception) && !IsOfContent(exception))
        {
            PreparedStatements.Mend(source, exception);
            if (exception is PostgresException { SqlState: ['4', '2', ..] or PostgresErrorCodes.FeatureNotSupported })
                await CheckTableAsync(exception, cancellationToken).ConfigureAwait(false);
            throw Failure.Of(exception, wasSent: false).ToException(exception);
        }
        catch (InvalidCastException exception)
        {
            await CheckTableAsync(exception, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }
}
