using Orchestrix.Events;

namespace Orchestrix.TestKit.Faults;

/// <summary>
/// Passes everything on to another store. A test double inherits it and overrides what it is there for.
/// </summary>
public abstract class PassThroughEventStore(IEventStore inner) : IEventStore
{
    /// <summary>Where everything is passed on to; a double may exchange it.</summary>
    protected IEventStore Inner { get; set; } = inner;

    /// <inheritdoc/>
    public virtual Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default) =>
        Inner.AppendAsync(commits, cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, CancellationToken cancellationToken = default) =>
        Inner.ReadStreamAsync(stream, read, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default) =>
        Inner.ReadLogPageAsync(afterPosition, maxCount, filter, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        Inner.ReadStreamVersionAsync(stream, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        Inner.ReadHeadAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default) =>
        Inner.FindCommandAsync(stream, commandId, cancellationToken);

    /// <inheritdoc/>
    public virtual Task ConfirmAsync(CancellationToken cancellationToken = default) =>
        Inner.ConfirmAsync(cancellationToken);
}
