using Npgsql;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.DeadLetters;

/// <summary>
/// Parked streams in the tables <c>orchestrix.parked_streams</c> and <c>orchestrix.failed_attempts</c>. Safe for
/// concurrent use.
/// </summary>
public sealed class PostgreSQLParkingStore(NpgsqlDataSource source) : IParkingStore
{
    /// <inheritdoc/>
    public Task<PartitionParking> LoadAsync(
        SubscriptionPartition partition, CancellationToken cancellationToken = default) =>
        source.RunAsync(connection => ParkingTransaction.LoadAsync(connection, partition, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task RecordAttemptAsync(
        Checkpoint owned, FailedAttempt? attempt, CancellationToken cancellationToken = default) =>
        AsOwnerAsync(owned, connection => attempt is null
            ? ParkingTransaction.ForgetAttemptAsync(connection, owned.Partition, cancellationToken)
            : connection.ExecuteAsync(
                DeadLetterStatements.RecordAttempt,
                [
                    Value(owned.Partition.Subscription), Value((short)owned.Partition.Partition),
                    Value(attempt.Position), Value(attempt.Attempts),
                    Value(attempt.FirstFailedAt.ToUniversalTime()), Value(attempt.RetryAt.ToUniversalTime()),
                ],
                cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task<StreamParking> ParkAsync(
        Checkpoint owned, PoisonEvent poison, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owned);
        var sound = DeadLetterRules.Check(poison);
        return AsOwnerAsync(
            owned, connection => ParkingTransaction.ParkAsync(connection, owned.Partition, sound, cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<StreamParking> AdvanceAsync(
        Checkpoint owned, StreamId stream, long version, CancellationToken cancellationToken = default) =>
        AsOwnerAsync(
            owned,
            connection => ParkingTransaction.AdvanceAsync(
                connection, owned.Partition, stream, version, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(Checkpoint owned, StreamId stream, CancellationToken cancellationToken = default) =>
        AsOwnerAsync(
            owned,
            connection => ParkingTransaction.ReleaseAsync(connection, owned.Partition, stream, cancellationToken),
            cancellationToken);

    /// <summary>One transaction, in which nobody else becomes the owner.</summary>
    private Task<T> AsOwnerAsync<T>(
        Checkpoint owned, Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owned);
        return source.RunAsync(async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            var rows = await connection.ReadAsync(
                DeadLetterStatements.OwnPartition,
                [
                    Value(owned.Partition.Subscription), Value((short)owned.Partition.Partition), Value(owned.Epoch),
                ],
                static row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
            if (rows.Count == 0)
                throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
            var result = await act(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        },
        cancellationToken);
    }
}
