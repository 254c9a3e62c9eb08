using Orchestrix.Events;
using Orchestrix.InMemory;

namespace Orchestrix.Cluster.Tests.Support;

/// <summary>The in-memory store, whose place another one can take that lacks the latest events.</summary>
public sealed class ReplaceableStore : IEventStore
{
    private InMemoryEventStore _inner = new();

    /// <summary>A fail-over to a server that has only the first events of a stream, one commit for each.</summary>
    public async Task ForgetAsync(StreamId stream, int kept)
    {
        var replacement = new InMemoryEventStore();
        await foreach (var recorded in _inner.ReadStreamAsync(stream, StreamRead.Forwards(maxCount: kept)))
        {
            await replacement.AppendAsync([new Commit
            {
                Stream = stream,
                ExpectedVersion = ExpectedVersion.Any,
                CommitId = recorded.CommitId,
                Events = [new EventData(
                    recorded.EventId, recorded.EventType, recorded.SchemaVersion, recorded.Json)],
            }]);
        }
        _inner = replacement;
    }

    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        _inner.AppendAsync(commits, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        _inner.ReadStreamAsync(stream, read, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadLogAsync(
        long afterPosition, long maxCount = long.MaxValue, CancellationToken cancellationToken = default) =>
        _inner.ReadLogAsync(afterPosition, maxCount, cancellationToken);

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        _inner.ReadStreamVersionAsync(stream, cancellationToken);

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        _inner.ReadHeadAsync(cancellationToken);

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        _inner.FindCommandAsync(stream, commandId, cancellationToken);
}
