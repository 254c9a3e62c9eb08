using System.Runtime.CompilerServices;

namespace Orchestrix.Events;

/// <summary>Ways to read that every store offers.</summary>
public static class EventStoreExtensions
{
    private const int PageSize = 500;

    /// <summary>
    /// Reads the log in order of position, page by page. Ends at the head of the log as it was when the last page was
    /// read. Whoever has read position p has missed nothing before it.
    /// </summary>
    /// <param name="store">The store to read.</param>
    /// <param name="afterPosition">Exclusive; 0 reads from the beginning.</param>
    /// <param name="maxCount">Most events to return.</param>
    /// <param name="filter">Which events to return; null returns all.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The store could not be reached.</exception>
    public static async IAsyncEnumerable<RecordedEvent> ReadLogAsync(
        this IEventStore store, long afterPosition, long maxCount = long.MaxValue, LogFilter? filter = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
        var (after, remaining) = (afterPosition, maxCount);
        while (remaining > 0)
        {
            var page = await store.ReadLogPageAsync(
                after, (int)Math.Min(remaining, PageSize), filter ?? LogFilter.Everything, cancellationToken)
                .ConfigureAwait(false);
            foreach (var recorded in page.Events)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return recorded;
            }
            if (page.ScannedTo == after)
                yield break;
            (after, remaining) = (page.ScannedTo, remaining - page.Events.Count);
        }
    }
}
