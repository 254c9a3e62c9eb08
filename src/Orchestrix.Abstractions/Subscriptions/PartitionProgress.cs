namespace Orchestrix.Subscriptions;

/// <summary>How far a partition has durably come, and how far that is behind the log.</summary>
/// <param name="Checkpoint">Its checkpoint.</param>
/// <param name="Lag">How far it is behind.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.partition-progress")]
public sealed record PartitionProgress(
    [property: Id(0)] Checkpoint Checkpoint, [property: Id(1)] SubscriptionLag Lag);
