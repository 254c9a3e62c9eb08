using Orchestrix.Events;

namespace Orchestrix.Tests.Subscriptions;

/// <summary>Passes everything on to the present store, which a test may replace as a restored backup does.</summary>
internal sealed class ReplaceableStore(IEventStore first) : IEventStore
{
    public IEventStore Present { get; set; } = first;

    public Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        Present.AppendAsync(commits, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        Present.ReadStreamAsync(stream, read, cancellationToken);

    public Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default) =>
        Present.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);

    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        Present.ReadStreamVersionAsync(stream, cancellationToken);

    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        Present.ReadHeadAsync(cancellationToken);

    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        Present.FindCommandAsync(stream, commandId, cancellationToken);
}
