using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Subscriptions;
using Orleans.Concurrency;

namespace Orchestrix.Feed;

/// <summary>Serves readers outside the silos from the silo's feed. Reentrant, since most of them wait.</summary>
[GrainType("orchestrix.log-tail"), StatelessWorker, Reentrant]
internal sealed class LogTailGrain(LogFeed feed, IEventStore store, TimeProvider time) : Grain, ILogTailGrain
{
    public async Task<LogPage> ReadAsync(LogTailRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.After, LogTailRequest.End);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.MaxCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.MaxCount, LogTailRequest.MaxEvents);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Wait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(request.Wait, LogTailRequest.MaxWait);
        var filter = new LogFilter(request.EventTypes, request.StreamPrefix, tenant: CallContext.Tenant);
        var after = request.After == LogTailRequest.End ? await store.ReadHeadAsync(cancellationToken) : request.After;
        using var cursor = feed.Open(filter);
        var started = time.GetTimestamp();
        while (true)
        {
            var left = request.Wait - time.GetElapsedTime(started);
            var page = await cursor.ReadAsync(
                after, request.MaxCount, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            if (page.Events.Count == 0 && left <= TimeSpan.Zero && page.ScannedTo == request.After)
                await ThrowIfAheadAsync(request.After, cancellationToken);
            if (page.Events.Count > 0 || left <= TimeSpan.Zero)
                return Bounded(page);
            after = page.ScannedTo;
        }
    }

    /// <summary>Who waits for what follows an event that the log has not would miss what takes its place.</summary>
    private async Task ThrowIfAheadAsync(long after, CancellationToken cancellationToken)
    {
        var head = await store.ReadHeadAsync(cancellationToken);
        if (head < after)
        {
            throw new CheckpointMismatchException(
                $"The caller has read up to position {after} and the log ends at {head}: it was restored as of an "
                + "earlier time. Decide what becomes of what was read beyond it, and go on from there.");
        }
    }

    /// <summary>As much of a page as one answer may carry: whoever reads slowly holds no more than that.</summary>
    private static LogPage Bounded(LogPage page)
    {
        var bytes = 0L;
        for (var count = 0; count < page.Events.Count; count++)
        {
            bytes += page.Events[count].Json.Length;
            if (bytes > LogTailRequest.MaxBytes && count > 0)
                return new LogPage([.. page.Events.Take(count)], page.Events[count - 1].Position);
        }
        return page;
    }
}
