namespace Orchestrix.Subscriptions;

/// <summary>What a partition of a subscription does just now.</summary>
[GenerateSerializer, Alias("orchestrix.partition-state")]
public enum PartitionState
{
    /// <summary>It becomes the owner, or begins again after a failure.</summary>
    Starting,

    /// <summary>It reads and handles events.</summary>
    Running,

    /// <summary>It stands still until a person acts; <see cref="PartitionStatus.Failure"/> says why.</summary>
    Stopped,

    /// <summary>Another owner has replaced it, or the silo stops.</summary>
    Ended,
}
