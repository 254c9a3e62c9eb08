using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.DeadLetters;

/// <summary>
/// Parking within a transaction that the caller has begun, for subscriptions that write their rows and their checkpoint
/// in it too. The caller has locked the checkpoint's row with its epoch there; nothing here looks at the owner.
/// </summary>
internal static class ParkingTransaction
{
    /// <summary>What is kept for a partition.</summary>
    public static async Task<PartitionParking> LoadAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, CancellationToken cancellationToken)
    {
        var streams = await connection.ReadAsync(
            DeadLetterStatements.LoadParked,
            [Value(partition.Subscription), Value(partition.Partition), Value(partition.Partitions)],
            static row => new StreamParking(
                StreamId.Parse(row.GetString(0)), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2),
                row.IsDBNull(3) ? null : DeadLetterRow.StateOf(row.GetString(3))),
            cancellationToken).ConfigureAwait(false);
        var attempts = await connection.ReadAsync(
            DeadLetterStatements.LoadAttempt, Of(partition),
            static row => new FailedAttempt(
                row.GetInt64(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2),
                row.GetFieldValue<DateTimeOffset>(3)),
            cancellationToken).ConfigureAwait(false);
        return new PartitionParking(streams, attempts is [var attempt] ? attempt : null);
    }

    /// <summary>Opens the dead letter of an event and lets its stream wait from there.</summary>
    public static async Task<StreamParking> ParkAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, PoisonEvent poison,
        CancellationToken cancellationToken)
    {
        var stream = poison.Event.Stream;
        await ForgetAttemptAsync(connection, partition, cancellationToken).ConfigureAwait(false);
        await SettleAsync(connection, partition, stream, poison.Event.Version, cancellationToken).ConfigureAwait(false);
        var letters = await connection.ReadAsync(
            DeadLetterStatements.OpenLetter, LetterOf(partition, poison),
            static row => (Id: row.GetInt64(0), State: DeadLetterRow.StateOf(row.GetString(1))), cancellationToken)
            .ConfigureAwait(false);
        await connection.ExecuteAsync(
            DeadLetterStatements.ParkStream,
            [
                Value(partition.Subscription), Value(stream.Value), Value(poison.Event.Version), Value(letters[0].Id),
            ],
            cancellationToken).ConfigureAwait(false);
        return new StreamParking(stream, poison.Event.Version, letters[0].Id, letters[0].State);
    }

    /// <summary>Records that the events of a parked stream before a version are handled.</summary>
    public static async Task<StreamParking> AdvanceAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, StreamId stream, long version,
        CancellationToken cancellationToken)
    {
        await SettleAsync(connection, partition, stream, 0, cancellationToken).ConfigureAwait(false);
        await connection.ExecuteAsync(
            DeadLetterStatements.AdvanceStream,
            [Value(partition.Subscription), Value(stream.Value), Value(version)], cancellationToken)
            .ConfigureAwait(false);
        return new StreamParking(stream, version, null, null);
    }

    /// <summary>Lets a stream go on.</summary>
    public static async Task<int> ReleaseAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, StreamId stream,
        CancellationToken cancellationToken)
    {
        await SettleAsync(connection, partition, stream, 0, cancellationToken).ConfigureAwait(false);
        return await connection.ExecuteAsync(
            DeadLetterStatements.ReleaseStream, [Value(partition.Subscription), Value(stream.Value)],
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets that an event was to be tried again.</summary>
    public static Task<int> ForgetAttemptAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(DeadLetterStatements.ForgetAttempt, Of(partition), cancellationToken);

    private static Task<int> SettleAsync(
        NpgsqlConnection connection, SubscriptionPartition partition, StreamId stream, long exceptVersion,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            DeadLetterStatements.SettleParked,
            [Value(partition.Subscription), Value(stream.Value), Value(exceptVersion)], cancellationToken);

    private static NpgsqlParameter[] Of(SubscriptionPartition partition) =>
        [Value(partition.Subscription), Value((short)partition.Partition)];

    private static NpgsqlParameter[] LetterOf(SubscriptionPartition partition, PoisonEvent poison) =>
    [
        Value(DeadLetterRow.NameOf(DeadLetterKind.Event)), Value(partition.Subscription),
        Value(poison.Event.Position.ToString(CultureInfo.InvariantCulture)), Value(poison.Reason),
        Value(poison.Error), Value(poison.Attempts), Value(poison.FirstFailedAt.ToUniversalTime()),
        Value((short)partition.Partition), Value(poison.Event.Position), Value(poison.Event.Stream.Value),
        Value(poison.Event.Version), Value(poison.Event.EventType), Value(poison.Event.EventId),
        Text(poison.Event.Metadata.CorrelationId), OrNull(null, NpgsqlDbType.Text),
    ];
}
