using Orchestrix.Projections;

namespace Orchestrix.Subscriptions;

/// <summary>
/// When a partition must not run: every checkpoint store asks here, so that the answers are the same.
/// </summary>
public static class CheckpointRules
{
    /// <summary>Throws if a partition must not go on at its checkpoint.</summary>
    /// <param name="partition">The partition as this program defines it.</param>
    /// <param name="position">Its checkpoint.</param>
    /// <param name="recorded">The event that was at the position when the checkpoint was written.</param>
    /// <param name="head">The end of the log.</param>
    /// <param name="present">The event that is at the position now.</param>
    /// <param name="otherPartitions">Another number of partitions that the store holds; null if there is none.</param>
    /// <exception cref="CheckpointMismatchException">The checkpoint does not fit the log or the definition.</exception>
    public static void Check(
        SubscriptionPartition partition, long position, Guid? recorded, long head, Guid? present, int? otherPartitions)
    {
        if (otherPartitions is { } other)
        {
            throw new CheckpointMismatchException(
                $"Subscription {partition.Subscription} has {other} partitions in the database and "
                + $"{partition.Partitions} in this program. Deploy the program that has {other}, or divide it anew: "
                + $"`orchestrix subscriptions reset {partition.Subscription} --partitions {partition.Partitions}`.");
        }
        if (position > head)
        {
            throw new CheckpointMismatchException(
                $"The checkpoint of {partition} is at position {position}, but the log ends at {head}: the log was "
                + $"restored from an older backup. {WhatToDo(partition)}");
        }
        if (position > 0 && recorded != present)
        {
            throw new CheckpointMismatchException(
                $"The event at position {position}, the checkpoint of {partition}, is not the one that was handled: "
                + $"the log was restored from an older backup and has gone on differently. {WhatToDo(partition)}");
        }
    }

    private static string WhatToDo(SubscriptionPartition partition) =>
        Projection.OfCheckpoint(partition.Subscription) is { } projection
            ? "Its rows hold what the log does not. Rebuild them: "
                + $"`orchestrix projections rebuild {projection} --activate always`."
            : "What was handled beyond the backup cannot be told from here. Choose where to go on: "
                + $"`orchestrix subscriptions reset {partition.Subscription} --after POSITION`.";
}
