namespace Orchestrix.Subscriptions;

/// <summary>
/// Keeps the checkpoints of subscriptions beside the log. Every implementation passes <c>CheckpointStoreConformance</c>
/// of the TestKit. Implementations are safe for concurrent use.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>
    /// Makes the caller the owner of a partition: raises its epoch, so that every earlier owner is fenced off, and
    /// tells where to go on.
    /// </summary>
    /// <param name="partition">The partition. Its row is made if there is none.</param>
    /// <param name="owner">Who reads from now on, for people.</param>
    /// <param name="start">Where a partition without a checkpoint begins.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CheckpointMismatchException">
    /// The checkpoint is beyond the log's end, or another event is at its position by now, or the subscription has
    /// another number of partitions; nothing was changed, except that the checkpoint says so as its failure.
    /// </exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<Checkpoint> AcquireAsync(
        SubscriptionPartition partition, string owner, SubscriptionStart start,
        CancellationToken cancellationToken = default);

    /// <summary>Records that everything up to a position is handled.</summary>
    /// <param name="owned">What <see cref="AcquireAsync"/> answered.</param>
    /// <param name="position">Not below the recorded one.</param>
    /// <param name="failure">Why the partition stands still here; null if it does not.</param>
    /// <param name="cancellationToken">Gives up before it was sent.</param>
    /// <exception cref="SubscriptionFencedException">Another owner has acquired the partition.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">
    /// The store could not be reached; whether the checkpoint was recorded is not known, and to repeat it is harmless.
    /// </exception>
    Task SaveAsync(
        Checkpoint owned, long position, string? failure = null, CancellationToken cancellationToken = default);

    /// <summary>The checkpoints of all subscriptions, ordered by name and partition.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<IReadOnlyList<Checkpoint>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Forgets a subscription's checkpoints and divides it anew: it goes on at <paramref name="start"/>. Owners are
    /// fenced off and start again by themselves.
    /// </summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task ResetAsync(
        string subscription, int partitions, SubscriptionStart start, CancellationToken cancellationToken = default);
}
