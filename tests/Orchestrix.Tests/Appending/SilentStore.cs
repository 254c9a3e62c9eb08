using Orchestrix.Events;

namespace Orchestrix.Tests.Appending;

/// <summary>A store that breaks its contract: it answers nothing, or something else than what it did.</summary>
internal sealed class SilentStore(
    IEventStore inner, Func<IReadOnlyList<AppendResult>, IReadOnlyList<AppendResult>>? distort = null) : IEventStore
{
    public async Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        distort is null ? [] : distort(await inner.AppendAsync(commits, cancellationToken));

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, read, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadLogAsync(
        long afterPosition, long maxCount = long.MaxValue, CancellationToken cancellationToken = default) =>
        inner.ReadLogAsync(afterPosition, maxCount, cancellationToken);

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        inner.ReadStreamVersionAsync(stream, cancellationToken);

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        inner.ReadHeadAsync(cancellationToken);

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        inner.FindCommandAsync(stream, commandId, cancellationToken);
}
