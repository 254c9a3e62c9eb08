using Npgsql;
using NpgsqlTypes;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Subscriptions;

/// <summary>
/// Checkpoints in the table <c>orchestrix.checkpoints</c> of the log's own database. Nothing is repeated here: who
/// reads
/// for a partition acquires it anew after a failure. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLCheckpointStore(NpgsqlDataSource source) : ICheckpointStore
{
    private const short Shard = 0;

    /// <inheritdoc/>
    public Task<Checkpoint> AcquireAsync(
        SubscriptionPartition partition, string owner, SubscriptionStart start,
        CancellationToken cancellationToken = default) =>
        RunAsync(async connection =>
        {
            var transaction = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            await AddAsync(connection, partition, owner, start, epoch: 0, cancellationToken).ConfigureAwait(false);
            var found = await LockAsync(connection, partition, cancellationToken).ConfigureAwait(false);
            found.Check(partition);
            var checkpoint = await TakeAsync(connection, partition, owner, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return checkpoint;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(
        Checkpoint owned, long position, string? failure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owned);
        return RunAsync(async connection =>
        {
            await SaveAsync(connection, owned, position, failure, cancellationToken).ConfigureAwait(false);
            return position;
        },
        cancellationToken);
    }

    /// <summary>
    /// The same within a transaction that the caller has begun on the connection: what else it writes there takes
    /// effect
    /// together with the checkpoint or not at all. The row of the checkpoint is locked until the transaction ends, so
    /// this comes first. It also lets the transaction plan by indexes.
    /// </summary>
    /// <exception cref="SubscriptionFencedException">
    /// Another owner has acquired the partition; roll the transaction back.
    /// </exception>
    public static async Task SaveAsync(
        NpgsqlConnection connection, Checkpoint owned, long position, string? failure,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owned);
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Statements.PlanByIndex));
        var save = new NpgsqlBatchCommand(SubscriptionStatements.SaveCheckpoint);
        save.Parameters.AddRange(SaveParameters(owned, position, failure));
        batch.BatchCommands.Add(save);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (save.RecordsAffected == 0)
            throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Checkpoint>> ListAsync(CancellationToken cancellationToken = default) =>
        RunAsync<IReadOnlyList<Checkpoint>>(async connection =>
        {
            using var command = new NpgsqlCommand(SubscriptionStatements.ListCheckpoints, connection);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var closed = reader.ConfigureAwait(false);
            var checkpoints = new List<Checkpoint>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                checkpoints.Add(new Checkpoint
                {
                    Partition = new(reader.GetString(0), reader.GetInt16(1), reader.GetInt16(2)),
                    Position = reader.GetInt64(3),
                    Epoch = reader.GetInt64(4),
                    Owner = reader.GetString(5),
                    UpdatedAt = reader.GetFieldValue<DateTimeOffset>(6),
                    Failure = reader.IsDBNull(7) ? null : reader.GetString(7),
                });
            }
            return checkpoints;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task ResetAsync(
        string subscription, int partitions, SubscriptionStart start, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subscription);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return RunAsync(async connection =>
        {
            var transaction = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            var epoch = await DeleteAsync(connection, subscription, cancellationToken).ConfigureAwait(false) + 1;
            for (var number = 0; number < partitions; number++)
            {
                await AddAsync(
                    connection, new(subscription, number, partitions), owner: "", start, epoch, cancellationToken)
                    .ConfigureAwait(false);
            }
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return epoch;
        },
        cancellationToken);
    }

    /// <summary>
    /// The parameters of <c>save_checkpoint.sql</c>, for who records a checkpoint in a transaction of his own. It
    /// changes one row, or none if another owner has acquired the partition.
    /// </summary>
    internal static NpgsqlParameter[] SaveParameters(Checkpoint owned, long position, string? failure) =>
    [
        Value(Shard), Value(owned.Partition.Subscription), Value((short)owned.Partition.Partition),
        Value(owned.Epoch), Value(position),
        new() { Value = failure ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
    ];

    private static async Task<NpgsqlTransaction> BeginAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        using var plan = new NpgsqlCommand(Statements.PlanByIndex, connection);
        await plan.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    private static async Task AddAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, string owner, SubscriptionStart start,
        long epoch, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SubscriptionStatements.AddCheckpoint, connection)
        {
            Parameters =
            {
                Value(Shard), Value(partition.Subscription), Value((short)partition.Partition),
                Value((short)partition.Partitions), Value(owner), Value(start.AfterPosition), Value(epoch),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<CheckpointRow> LockAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SubscriptionStatements.LockCheckpoint, connection)
        {
            Parameters =
            {
                Value(Shard), Value(partition.Subscription), Value((short)partition.Partition),
                Value((short)partition.Partitions),
            },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        return await CheckpointRow.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Checkpoint> TakeAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, string owner,
        CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SubscriptionStatements.TakeCheckpoint, connection)
        {
            Parameters = { Value(partition.Subscription), Value((short)partition.Partition), Value(owner) },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new Checkpoint
        {
            Partition = partition,
            Position = reader.GetInt64(0),
            Epoch = reader.GetInt64(1),
            Owner = owner,
            UpdatedAt = reader.GetFieldValue<DateTimeOffset>(2),
        };
    }

    private static async Task<long> DeleteAsync(
        NpgsqlConnection connection, string subscription, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SubscriptionStatements.DeleteCheckpoints, connection)
        {
            Parameters = { Value(subscription) },
        };
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var epoch = 0L;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            epoch = Math.Max(epoch, reader.GetInt64(0));
        return epoch;
    }

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            return await run(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.IsOfServer(exception))
        {
            throw Failure.Of(exception, wasSent: false).ToException(exception);
        }
    }

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
