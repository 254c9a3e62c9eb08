using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>
/// Brings a generation forward, page by page; the next page is read while one is applied. Used by one caller at a time.
/// </summary>
internal sealed class RebuildRun(
    IEventStore store, IPageProcessor processor, Checkpoint owned, LogFilter filter, int generation, int batchSize,
    TimeProvider time, IProgress<RebuildProgress>? progress)
{
    private readonly long _begun = time.GetTimestamp();

    /// <summary>The position that the generation has reached.</summary>
    public long Position { get; private set; } = owned.Position;

    /// <summary>To exactly a position.</summary>
    public async Task ToAsync(long position, CancellationToken cancellationToken)
    {
        Task<LogPage>? next = null;
        try
        {
            while (Position < position)
            {
                var page = UpTo(position, await (next ?? ReadAsync(Position)).ConfigureAwait(false));
                if (page.ScannedTo == Position)
                    throw new Errors.LogIntegrityException(Position + 1, position);
                next = page.ScannedTo < position ? ReadAsync(page.ScannedTo) : null;
                Position = await processor.ProcessAsync(owned, page, cancellationToken).ConfigureAwait(false);
                Report(position);
            }
        }
        finally
        {
            if (next is not null)
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Task<LogPage> ReadAsync(long after) => store.ReadLogPageAsync(after, batchSize, filter, cancellationToken);
    }

    /// <summary>To the end of the log, or nearly.</summary>
    public async Task ToEndAsync(long within, CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
            await ToAsync(head, cancellationToken).ConfigureAwait(false);
            if (await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false) - Position <= within)
                return;
        }
    }

    private static LogPage UpTo(long position, LogPage page) => page.ScannedTo <= position
        ? page
        : new LogPage([.. page.Events.TakeWhile(one => one.Position <= position)], position);

    private void Report(long head)
    {
        if (progress is null)
            return;
        var seconds = time.GetElapsedTime(_begun).TotalSeconds;
        var rate = seconds > 0 ? (Position - owned.Position) / seconds : 0;
        progress.Report(new RebuildProgress(
            generation, Position, head, rate,
            rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, head - Position) / rate) : null));
    }
}
