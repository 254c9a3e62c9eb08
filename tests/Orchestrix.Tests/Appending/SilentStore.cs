using Orchestrix.Events;

namespace Orchestrix.Tests.Appending;

/// <summary>A store that breaks its contract: it answers nothing.</summary>
internal sealed class SilentStore(IEventStore inner) : IEventStore
{
    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<AppendResult>>([]);

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, read, cancellationToken);

    public Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default) =>
        inner.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        inner.ReadStreamVersionAsync(stream, cancellationToken);

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        inner.ReadHeadAsync(cancellationToken);

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        inner.FindCommandAsync(stream, commandId, cancellationToken);
}
