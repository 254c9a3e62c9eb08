namespace Orchestrix.Sagas;

/// <summary>
/// Finds sagas that are overdue, so that they can be woken after a crash. It is made from the log: whatever the last
/// commit of a saga says in its <see cref="SagaOutlook"/> is the saga's row.
/// </summary>
public interface ISagaIndex
{
    /// <summary>
    /// The sagas of a bucket whose latest outlook has a due time that has passed, the longest overdue first. It may lag
    /// behind the log, but must not lose a saga; one that is returned too often is harmless.
    /// </summary>
    /// <param name="bucket">From 0 to <see cref="SagaBucket.Count"/> - 1.</param>
    /// <param name="now">Due times up to here count.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="limit">Most sagas to return.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DueSaga>> FindDueAsync(
        int bucket, DateTimeOffset now, DueSaga? after, int limit, CancellationToken cancellationToken = default);
}
