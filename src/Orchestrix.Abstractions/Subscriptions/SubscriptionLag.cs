namespace Orchestrix.Subscriptions;

/// <summary>How far a partition of a subscription is behind the log.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Position">Its durable checkpoint.</param>
/// <param name="EventsBehind">Positions between the checkpoint and the log's end.</param>
/// <param name="TimeBehind">Age of the first event behind the checkpoint; zero if there is none.</param>
/// <param name="IsStalled">True if it has made no progress for longer than it may while the log had events.</param>
/// <param name="Failure">Why it stands still, as its owner recorded; null if it does not.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.subscription-lag")]
public sealed record SubscriptionLag(
    [property: Id(0)] SubscriptionPartition Partition,
    [property: Id(1)] long Position,
    [property: Id(2)] long EventsBehind,
    [property: Id(3)] TimeSpan TimeBehind,
    [property: Id(4)] bool IsStalled,
    [property: Id(5)] string? Failure);
