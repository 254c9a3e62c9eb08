using System.Runtime.CompilerServices;
using Orchestrix.Events;

namespace Orchestrix.Tests.Snapshots;

/// <summary>Passes everything on, and counts the events that were read from streams.</summary>
internal sealed class CountingStore(IEventStore inner) : IEventStore
{
    public int Events { get; private set; }

    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        inner.AppendAsync(commits, cancellationToken);

    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var recorded in inner.ReadStreamAsync(stream, read, cancellationToken))
        {
            Events++;
            yield return recorded;
        }
    }

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
