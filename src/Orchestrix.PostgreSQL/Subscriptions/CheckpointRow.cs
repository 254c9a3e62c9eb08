using Npgsql;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Subscriptions;

/// <summary>A row of <c>orchestrix.checkpoints</c> with what the log says about it.</summary>
/// <param name="Position">The checkpoint.</param>
/// <param name="Event">The event that was at the position when it was recorded.</param>
/// <param name="Head">The end of the log.</param>
/// <param name="EventThere">The event that is at the position now.</param>
/// <param name="OtherPartitions">Another number of partitions that the subscription has in the database.</param>
internal readonly record struct CheckpointRow(
    long Position, Guid? Event, long Head, Guid? EventThere, short? OtherPartitions)
{
    public static CheckpointRow Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.IsDBNull(1) ? null : reader.GetGuid(1),
        reader.GetInt64(2),
        reader.IsDBNull(3) ? null : reader.GetGuid(3),
        reader.IsDBNull(4) ? null : reader.GetInt16(4));

    /// <exception cref="CheckpointMismatchException">The partition must not run like this.</exception>
    public void Check(SubscriptionPartition partition) =>
        CheckpointRules.Check(partition, Position, Event, Head, EventThere, OtherPartitions);
}
