using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Subscriptions;

/// <summary>
/// Checkpoints in the table <c>orchestrix.checkpoints</c> of the log's own database. Nothing is repeated here: who
/// reads for a partition acquires it anew after a failure. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLCheckpointStore(NpgsqlDataSource source) : ICheckpointStore
{
    private const short Shard = 0;

    /// <inheritdoc/>
    public Task<Checkpoint> AcquireAsync(
        SubscriptionPartition partition, string owner, SubscriptionStart start,
        CancellationToken cancellationToken = default) =>
        source.RunAsync(async connection =>
        {
            var transaction = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            await AddAsync(connection, partition, owner, start, epoch: 0, cancellationToken).ConfigureAwait(false);
            await connection.ExecuteAsync(
                SubscriptionStatements.LockCheckpoint,
                [Value(partition.Subscription), Value((short)partition.Partition)], cancellationToken)
                .ConfigureAwait(false);
            var found = await connection.ReadAsync(
                SubscriptionStatements.ReadCheckpoint,
                [
                    Value(Shard), Value(partition.Subscription), Value((short)partition.Partition),
                    Value((short)partition.Partitions),
                ],
                CheckpointRow.Read, cancellationToken).ConfigureAwait(false);
            try
            {
                found.Single().Check(partition);
            }
            catch (CheckpointMismatchException exception)
            {
                // A row that was made for this attempt goes; one that was there says why it does not run.
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                await connection.ExecuteAsync(
                    SubscriptionStatements.RefuseCheckpoint,
                    [Value(partition.Subscription), Value((short)partition.Partition), Value(exception.Message)],
                    cancellationToken).ConfigureAwait(false);
                throw;
            }
            var taken = await connection.ReadAsync(
                SubscriptionStatements.TakeCheckpoint,
                [Value(partition.Subscription), Value((short)partition.Partition), Value(owner)],
                reader => new Checkpoint
                {
                    Partition = partition,
                    Position = reader.GetInt64(0),
                    Epoch = reader.GetInt64(1),
                    Owner = owner,
                    UpdatedAt = reader.GetFieldValue<DateTimeOffset>(2),
                },
                cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return taken.Single();
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task SaveAsync(
        Checkpoint owned, long position, string? failure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owned);
        return source.RunAsync(async connection =>
        {
            await SaveAsync(connection, owned, position, failure, cancellationToken).ConfigureAwait(false);
            return position;
        },
        cancellationToken);
    }

    /// <summary>
    /// The same within a transaction that the caller has begun on the connection: what else it writes there takes
    /// effect together with the checkpoint or not at all. The row of the checkpoint is locked until the transaction
    /// ends, so this comes first. It also lets the transaction plan by indexes.
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
        var save = new NpgsqlBatchCommand(SubscriptionStatements.SaveCheckpoint)
        {
            Parameters =
            {
                Value(Shard), Value(owned.Partition.Subscription), Value((short)owned.Partition.Partition),
                Value(owned.Epoch), Value(position), Text(failure),
            },
        };
        batch.BatchCommands.Add(save);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (save.RecordsAffected == 0)
            throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Checkpoint>> ListAsync(CancellationToken cancellationToken = default) =>
        await source.RunAsync(
            connection => connection.ReadAsync(
                SubscriptionStatements.ListCheckpoints, [],
                static reader => new Checkpoint
                {
                    Partition = new(reader.GetString(0), reader.GetInt16(1), reader.GetInt16(2)),
                    Position = reader.GetInt64(3),
                    Epoch = reader.GetInt64(4),
                    Owner = reader.GetString(5),
                    UpdatedAt = reader.GetFieldValue<DateTimeOffset>(6),
                    Failure = reader.IsDBNull(7) ? null : reader.GetString(7),
                },
                cancellationToken),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ResetAsync(
        string subscription, int partitions, SubscriptionStart start, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subscription);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return source.RunAsync(async connection =>
        {
            var transaction = await BeginAsync(connection, cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            var epochs = await connection.ReadAsync(
                SubscriptionStatements.DeleteCheckpoints, [Value(subscription)],
                static reader => reader.GetInt64(0), cancellationToken).ConfigureAwait(false);
            var epoch = epochs.DefaultIfEmpty().Max() + 1;
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

    private static async Task<NpgsqlTransaction> BeginAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(Statements.PlanByIndex, [], cancellationToken).ConfigureAwait(false);
        return transaction;
    }

    private static Task<int> AddAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, string owner, SubscriptionStart start,
        long epoch, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            SubscriptionStatements.AddCheckpoint,
            [
                Value(Shard), Value(partition.Subscription), Value((short)partition.Partition),
                Value((short)partition.Partitions), Value(owner), Value(start.AfterPosition), Value(epoch),
            ],
            cancellationToken);
}
