namespace Orchestrix.Subscriptions;

/// <summary>How a partition of a subscription fares, as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.partition-status")]
public sealed record PartitionStatus
{
    /// <summary>The partition.</summary>
    [Id(0)]
    public required SubscriptionPartition Partition { get; init; }

    /// <summary>What it does just now.</summary>
    [Id(1)]
    public required PartitionState State { get; init; }

    /// <summary>The silo that reads for it.</summary>
    [Id(2)]
    public required string Owner { get; init; }

    /// <summary>The position up to which events were handled; the durable checkpoint may be a little behind.</summary>
    [Id(3)]
    public required long HandledTo { get; init; }

    /// <summary>The position up to which everything is durably recorded as handled.</summary>
    [Id(4)]
    public required long RecordedTo { get; init; }

    /// <summary>The last failure since the partition last made progress; null if there is none.</summary>
    [Id(5)]
    public string? Failure { get; init; }
}
