using Orchestrix.Events;

namespace Orchestrix.Inspection;

/// <summary>
/// Looks back into a log that can only be read forwards: a stretch of positions at a time, from the newest one to
/// older ones, until enough was found.
/// </summary>
internal static class LogSearcher
{
    private const int Stretch = 1000;

    /// <summary>
    /// What is rare is looked for by longer ones: a store looks through that many positions for one page of it anyway,
    /// and beyond the end of a short stretch in vain.
    /// </summary>
    private const int LongStretch = 10_000;

    public static async Task<LogSearchPage> SearchAsync(
        IEventStore store, LogSearch search, string? tenant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentOutOfRangeException.ThrowIfLessThan(search.MaxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(search.MaxCount, LogSearch.MaxEvents);
        ArgumentOutOfRangeException.ThrowIfLessThan(search.Before ?? 1, 1);
        var filter = new LogFilter(search.EventTypes, search.StreamPrefix, tenant: tenant);
        var head = await store.ReadHeadAsync(cancellationToken);
        var begin = Math.Min(search.Before - 1 ?? head, head);
        var end = Math.Max(0, begin - LogSearch.MaxPositions);
        // A page of everything needs no more than it shows.
        var stretch = filter.IsEverything && !IsSelective(search) ? search.MaxCount : Stretch;
        var found = new List<RecordedEvent>();
        var bytes = 0L;
        for (long upTo = begin, after; upTo > end; upTo = after)
        {
            after = Math.Max(end, upTo - stretch);
            var (newest, isCut) = await ReadAsync(store, search, filter, after, upTo, cancellationToken);
            if (newest.Count == 0)
                stretch = LongStretch;
            foreach (var recorded in newest.Reverse())
            {
                bytes += recorded.Json.Length;
                // What does not fit any more is the first that the next page finds.
                if (found.Count > 0 && bytes > LogSearch.MaxBytes)
                    return new LogSearchPage(found, head, recorded.Position + 1);
                found.Add(recorded);
                if (found.Count == search.MaxCount)
                    return new LogSearchPage(found, head, recorded.Position > 1 ? recorded.Position : null);
            }
            if (isCut)
                return new LogSearchPage(found, head, found[^1].Position);
        }
        return new LogSearchPage(found, head, end > 0 ? end + 1 : null);
    }

    /// <summary>
    /// What is wanted of the positions after one and up to another, oldest first; if that is more than an answer
    /// holds, the newest part of it.
    /// </summary>
    private static async Task<(Queue<RecordedEvent> Newest, bool IsCut)> ReadAsync(
        IEventStore store, LogSearch search, LogFilter filter, long after, long upTo,
        CancellationToken cancellationToken)
    {
        var (newest, bytes, isCut) = (new Queue<RecordedEvent>(), 0L, false);
        while (after < upTo)
        {
            var page = await store.ReadLogPageAsync(after, (int)(upTo - after), filter, cancellationToken);
            foreach (var recorded in page.Events.Where(one => one.Position <= upTo && Matches(search, one)))
            {
                newest.Enqueue(recorded);
                bytes += recorded.Json.Length;
                while (newest.Count > search.MaxCount || (newest.Count > 1 && bytes > LogSearch.MaxBytes))
                    (bytes, isCut) = (bytes - newest.Dequeue().Json.Length, true);
            }
            // The log holds every position up to its end, so this is a log that was cut off meanwhile.
            if (page.ScannedTo <= after)
                break;
            after = page.ScannedTo;
        }
        return (newest, isCut);
    }

    private static bool IsSelective(LogSearch search) =>
        search.CorrelationId is not null || search.CommandId is not null || search.Actor is not null;

    private static bool Matches(LogSearch search, RecordedEvent recorded) =>
        (search.CorrelationId is null || search.CorrelationId == recorded.Metadata.CorrelationId)
        && (search.CommandId is null || search.CommandId == recorded.CommandId)
        && (search.Actor is null || search.Actor == recorded.Metadata.Actor);
}
