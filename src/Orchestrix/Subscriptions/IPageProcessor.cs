using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>
/// What a partition does with the log: one for each owned partition, used by one reader at a time.
/// </summary>
public interface IPageProcessor
{
    /// <summary>
    /// Makes the caller the owner of the partition and tells where to go on; an earlier owner is fenced off.
    /// </summary>
    /// <exception cref="CheckpointMismatchException">The partition must not run until a person decides.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Handles the events of a page, in order, and records durably that everything up to
    /// <see cref="LogPage.ScannedTo"/> is handled, at once or with a later page.
    /// </summary>
    /// <returns>The position up to which everything is durably recorded as handled.</returns>
    /// <exception cref="SubscriptionFencedException">Another owner has acquired the partition.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">
    /// The store could not be reached; the caller acquires again and reads again from the checkpoint.
    /// </exception>
    Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken);

    /// <summary>
    /// Called again and again while the log has nothing new; may do work that has waited. Default: records as
    /// <see cref="FlushAsync"/> does.
    /// </summary>
    /// <returns>The position up to which everything is durably recorded as handled.</returns>
    /// <exception cref="SubscriptionFencedException">Another owner has acquired the partition.</exception>
    Task<long> IdleAsync(Checkpoint owned, CancellationToken cancellationToken) => FlushAsync(owned, cancellationToken);

    /// <summary>Records what was handled but not recorded yet, before the partition is given up; begins nothing
    /// new.</summary>
    /// <returns>The position up to which everything is durably recorded as handled.</returns>
    Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken);
}
