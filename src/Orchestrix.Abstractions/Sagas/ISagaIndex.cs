using Orchestrix.Subscriptions;

namespace Orchestrix.Sagas;

/// <summary>
/// The sagas that have not ended: found if they are overdue, so that they can be woken after a crash, listed and
/// counted for people. It is made from the log: whatever the last commit of a saga says in its
/// <see cref="SagaOutlook"/> is the saga's row, so it may lag behind the log but loses nothing. A parked saga has an
/// open dead letter too, which is resolved when the saga goes on. Every implementation passes
/// <c>SagaIndexConformance</c> of the TestKit. Implementations are safe for concurrent use. Every method may throw
/// <see cref="Errors.EventStoreUnavailableException"/>.
/// </summary>
public interface ISagaIndex
{
    /// <summary>Largest page: 1,000.</summary>
    const int MaxCount = 1000;

    /// <summary>
    /// The sagas of a bucket whose latest outlook has a due time that has passed, the longest overdue first. One that
    /// is returned too often is harmless.
    /// </summary>
    /// <param name="bucket">From 0 to <see cref="SagaBucket.Count"/> - 1.</param>
    /// <param name="now">Due times up to here count.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="limit">Most sagas to return.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DueSaga>> FindDueAsync(
        int bucket, DateTimeOffset now, DueSaga? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>A page of sagas that have not ended, the parked ones first.</summary>
    /// <param name="filter">Which sagas are wanted.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="maxCount">From 1 to <see cref="MaxCount"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<SagaPage> ListAsync(
        SagaFilter filter, SagaPlace? after = null, int maxCount = 100, CancellationToken cancellationToken = default);

    /// <summary>How many sagas of each type stand where; what is not named is 0.</summary>
    Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Says of an overdue saga that it cannot be loaded: it stands as parked for
    /// <see cref="SagaRefusals.CannotBeLoaded"/>, with an open dead letter, until it commits something. It stays due,
    /// so that it is tried again. To repeat it is harmless, and so is to say it of a saga that has gone on since.
    /// </summary>
    /// <param name="saga">As it was found.</param>
    /// <param name="at">When it is said.</param>
    /// <param name="letter">What the dead letter says.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>True if that was news.</returns>
    Task<bool> ReportAsync(
        DueSaga saga, DateTimeOffset at, SagaLetter letter, CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies what a part of the log makes of the rows, together with the checkpoint, or nothing at all: each part
    /// takes effect exactly once. For the subscription that keeps the index.
    /// </summary>
    /// <param name="owned">Who writes; <see cref="Checkpoint.Position"/> is where the part begins.</param>
    /// <param name="position">Where the part ends.</param>
    /// <param name="changes">At most one for each saga.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SubscriptionFencedException">
    /// Another owner has acquired the partition, or the part was applied before; nothing was changed.
    /// </exception>
    Task ApplyAsync(
        Checkpoint owned, long position, IReadOnlyList<SagaChange> changes,
        CancellationToken cancellationToken = default);
}
