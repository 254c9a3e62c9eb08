namespace Orchestrix.Subscriptions;

/// <summary>What happens after an event could not be handled however often it was tried.</summary>
public enum PoisonPolicy
{
    /// <summary>
    /// The event becomes a dead letter. Later events of its stream wait behind it; other streams go on.
    /// </summary>
    ParkStream,

    /// <summary>
    /// The event becomes a dead letter, and its partition stands still before it until a person replays or discards it.
    /// </summary>
    StopPartition,
}
