using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.Snapshots;

namespace Orchestrix.PostgreSQL.Snapshots;

/// <summary>
/// Snapshots in the table <c>orchestrix.snapshots</c> of the log's own database. A load is one statement and one round
/// trip for the snapshot and the events behind it. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLSnapshotStore : ISnapshotStore
{
    private const short Shard = 0;

    // After a restart of the server every connection of the pool fails once; more than that is not this cache's worry.
    private const int MaxAttempts = 3;

    private static readonly string LimitLocks = EmbeddedSql.Read("Snapshots.Sql.limit_locks.sql");
    private static readonly string LoadStream = EmbeddedSql.Read("Snapshots.Sql.load_stream.sql");
    private static readonly string SaveSnapshots = EmbeddedSql.Read("Snapshots.Sql.save_snapshots.sql");
    private static readonly string DeleteSnapshots = EmbeddedSql.Read("Snapshots.Sql.delete_snapshots.sql");

    private readonly NpgsqlDataSource _source;
    private readonly int _pageSize;
    private readonly string _lockTimeout;

    /// <summary>Creates the store over a data source, which the caller owns.</summary>
    public PostgreSQLSnapshotStore(NpgsqlDataSource source, PostgreSQLOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_source, _pageSize) = (source, options.PageSize);
        _lockTimeout = options.SnapshotLockTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    /// <exception cref="EventStoreUnavailableException">The store could not be reached, or the table is
    /// locked.</exception>
    public Task<SnapshotLoad> LoadAsync(
        StreamId stream, long toVersion = long.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toVersion);
        return RunAsync(LoadStream, [Value(Shard), Value(stream.Value), Value(toVersion), Value((long)_pageSize)],
            async (batch, token) =>
            {
                var reader = await batch.ExecuteReaderAsync(token).ConfigureAwait(false);
                await using var closed = reader.ConfigureAwait(false);
                await reader.NextResultAsync(token).ConfigureAwait(false);
                await reader.NextResultAsync(token).ConfigureAwait(false);
                return await SnapshotReader.ReadAsync(reader, stream, _pageSize, token).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="EventStoreUnavailableException">The store could not be reached, or the table is
    /// locked.</exception>
    public async Task<int> SaveAsync(
        IReadOnlyList<Snapshot> snapshots, CancellationToken cancellationToken = default)
    {
        SnapshotRules.CheckBatch(snapshots);
        return (int)await ChangeAsync(
            SaveSnapshots,
            [
                Value(Shard),
                Array(snapshots, static one => one.Stream.Value, NpgsqlDbType.Text),
                Array(snapshots, static one => one.Version, NpgsqlDbType.Bigint),
                Array(snapshots, static one => one.EventId, NpgsqlDbType.Uuid),
                Array(snapshots, static one => one.StateName, NpgsqlDbType.Text),
                Array(snapshots, static one => one.SchemaVersion, NpgsqlDbType.Integer),
                Array(snapshots, static one => one.Shape, NpgsqlDbType.Bigint),
                Array(snapshots, static one => one.Checksum, NpgsqlDbType.Bigint),
                Array(snapshots, static one => one.State.ToArray(), NpgsqlDbType.Bytea),
            ],
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="EventStoreUnavailableException">The store could not be reached, or the table is
    /// locked.</exception>
    public Task<long> DeleteAllAsync(CancellationToken cancellationToken = default) =>
        ChangeAsync(DeleteSnapshots, [Value(Shard)], cancellationToken);

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter<T[]> Array<T>(
        IReadOnlyList<Snapshot> snapshots, Func<Snapshot, T> select, NpgsqlDbType element) =>
        new() { TypedValue = [.. snapshots.Select(select)], NpgsqlDbType = NpgsqlDbType.Array | element };

    private Task<long> ChangeAsync(string statement, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
        => RunAsync(statement, parameters, static async (batch, token) =>
        {
            await batch.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            return (long)batch.BatchCommands[^1].RecordsAffected;
        },
        cancellationToken);

    /// <summary>Runs a statement under the limit for locks, in one round trip and one transaction.</summary>
    private async Task<T> RunAsync<T>(
        string statement, NpgsqlParameter[] parameters, Func<NpgsqlBatch, CancellationToken, Task<T>> run,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var returned = connection.ConfigureAwait(false);
                using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(LimitLocks) { Parameters = { Value(_lockTimeout) } });
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Statements.PlanByIndex));
                var command = new NpgsqlBatchCommand(statement);
                foreach (var parameter in parameters)
                    command.Parameters.Add(parameter.Clone());
                batch.BatchCommands.Add(command);
                return await run(batch, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (Failure.IsOfServer(exception))
            {
                var failure = Failure.Of(exception, wasSent: false);
                if (!failure.IsTransient || attempt == MaxAttempts || IsPatienceOver(exception))
                    throw new EventStoreUnavailableException(failure.Code, failure.Message, exception);
            }
        }
    }

    private static bool IsPatienceOver(Exception exception) =>
        exception is TimeoutException or { InnerException: TimeoutException }
            or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled };
}
