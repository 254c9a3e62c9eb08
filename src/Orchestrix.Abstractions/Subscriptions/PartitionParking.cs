namespace Orchestrix.Subscriptions;

/// <summary>What an owner of a partition has to know about events that did not go well.</summary>
/// <param name="Streams">The parked streams of the partition.</param>
/// <param name="Attempt">The event that was to be tried again; null if there is none.</param>
public sealed record PartitionParking(IReadOnlyList<StreamParking> Streams, FailedAttempt? Attempt);
