using Orchestrix.Subscriptions;

namespace Bank.Client.Responses;

/// <summary>A partition of a subscription.</summary>
/// <param name="Subscription">The name of the subscription.</param>
/// <param name="Partition">Its number, from 0.</param>
/// <param name="Partitions">In how many the subscription is divided.</param>
/// <param name="Position">The position up to which everything is handled.</param>
/// <param name="EventsBehind">Positions between that and the log's end.</param>
/// <param name="SecondsBehind">Age of the oldest event that was not handled, in seconds.</param>
/// <param name="IsStalled">True if it makes no progress though the log has events for it.</param>
/// <param name="Owner">The silo that reads for it.</param>
/// <param name="UpdatedAt">When its checkpoint was last written.</param>
/// <param name="Failure">Why it stands still.</param>
public sealed record PartitionResponse(
    string Subscription, int Partition, int Partitions, long Position, long EventsBehind, double SecondsBehind,
    bool IsStalled, string Owner, DateTimeOffset UpdatedAt, string? Failure)
{
    internal static PartitionResponse From(PartitionProgress progress) => new(
        progress.Lag.Partition.Subscription, progress.Lag.Partition.Partition, progress.Lag.Partition.Partitions,
        progress.Lag.Position, progress.Lag.EventsBehind, progress.Lag.TimeBehind.TotalSeconds, progress.Lag.IsStalled,
        progress.Checkpoint.Owner, progress.Checkpoint.UpdatedAt, progress.Checkpoint.Failure);
}
