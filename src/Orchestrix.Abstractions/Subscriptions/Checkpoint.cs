namespace Orchestrix.Subscriptions;

/// <summary>How far a partition of a subscription has durably come, and who reads for it.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.checkpoint")]
public sealed record Checkpoint
{
    /// <summary>The partition.</summary>
    [Id(0)]
    public required SubscriptionPartition Partition { get; init; }

    /// <summary>The position up to which everything is handled; 0 if nothing is.</summary>
    [Id(1)]
    public required long Position { get; init; }

    /// <summary>
    /// Raised by every new owner. A write with an earlier epoch changes nothing and throws
    /// <see cref="SubscriptionFencedException"/>.
    /// </summary>
    [Id(2)]
    public required long Epoch { get; init; }

    /// <summary>Who reads: the name of a process, for people.</summary>
    [Id(3)]
    public required string Owner { get; init; }

    /// <summary>When it was last written.</summary>
    [Id(4)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Why the partition stands still; null while it runs.</summary>
    [Id(5)]
    public string? Failure { get; init; }
}
