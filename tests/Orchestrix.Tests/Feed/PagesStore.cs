using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Tests.Feed;

/// <summary>Counts the pages that are read of another store's log, and can be down or lack a position.</summary>
internal sealed class PagesStore(IEventStore inner) : IEventStore
{
    private int _reads;
    private int _failures;

    public int Reads => Volatile.Read(ref _reads);

    public int Failures => Volatile.Read(ref _failures);

    public bool IsDown { get; set; }

    /// <summary>A position that is missing in the log.</summary>
    public long Missing { get; set; }

    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        inner.AppendAsync(commits, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, read, cancellationToken);

    public async Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _reads);
        if (IsDown)
        {
            Interlocked.Increment(ref _failures);
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable, "down");
        }
        var page = await inner.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);
        return page with { Events = [.. page.Events.Where(one => one.Position != Missing)] };
    }

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        inner.ReadStreamVersionAsync(stream, cancellationToken);

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        inner.ReadHeadAsync(cancellationToken);

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        inner.FindCommandAsync(stream, commandId, cancellationToken);
}
