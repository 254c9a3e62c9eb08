using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Keeps which streams of a subscription wait behind a poison event, beside the dead letters. Only the owner of a
/// partition writes: a call with an earlier epoch changes nothing and throws <see cref="SubscriptionFencedException"/>.
/// Every implementation passes <c>DeadLetterStoreConformance</c> of the TestKit. Implementations are safe for
/// concurrent
/// use. Every method may throw <see cref="Errors.EventStoreUnavailableException"/>; to repeat one is harmless.
/// </summary>
public interface IParkingStore
{
    /// <summary>What is kept for a partition, with the present states of the letters.</summary>
    Task<PartitionParking> LoadAsync(SubscriptionPartition partition, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records that an event has failed and is tried again, in place of an earlier record of the partition; null
    /// forgets
    /// it. Parking forgets it too.
    /// </summary>
    Task RecordAttemptAsync(
        Checkpoint owned, FailedAttempt? attempt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Opens the dead letter of an event and lets its stream wait from there, in one act. If the stream is parked at an
    /// earlier event, that one is settled: as replayed, unless it was discarded. If it is parked at this event, the
    /// letter opens again.
    /// </summary>
    /// <returns>The parked stream.</returns>
    Task<StreamParking> ParkAsync(Checkpoint owned, PoisonEvent poison, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records that the events of a parked stream before a version are handled. The letter that it waited behind is
    /// settled: as replayed, unless it was discarded.
    /// </summary>
    /// <returns>The parked stream as it is now.</returns>
    Task<StreamParking> AdvanceAsync(
        Checkpoint owned, StreamId stream, long version, CancellationToken cancellationToken = default);

    /// <summary>Lets a stream go on: nothing waits any more. Its letter is settled as above.</summary>
    Task ReleaseAsync(Checkpoint owned, StreamId stream, CancellationToken cancellationToken = default);
}
