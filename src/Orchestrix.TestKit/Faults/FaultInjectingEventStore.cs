using Orchestrix.Events;

namespace Orchestrix.TestKit.Faults;

/// <summary>
/// Passes everything on to another store, and lets a test act before an append reaches it and after it took effect: to
/// throw there, to wait, or to append something else first. Safe for concurrent use as far as the hooks are.
/// </summary>
public sealed class FaultInjectingEventStore(IEventStore inner) : PassThroughEventStore(inner)
{
    /// <summary>Runs before an append. What it throws is thrown to the writer, and nothing is written.</summary>
    public Func<IReadOnlyList<Commit>, Task>? BeforeAppend { get; set; }

    /// <summary>
    /// Runs after an append took effect. What it throws is thrown to the writer, as if the reply were lost.
    /// </summary>
    public Func<IReadOnlyList<AppendResult>, Task>? AfterAppend { get; set; }

    /// <summary>Runs before a stream is read. What it throws is thrown to the reader.</summary>
    public Func<StreamId, Task>? BeforeRead { get; set; }

    /// <summary>
    /// Runs before it is confirmed that what was read stays. What it throws is thrown to who wants to answer with it,
    /// as if a synchronous standby were away.
    /// </summary>
    public Func<Task>? BeforeConfirm { get; set; }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        if (BeforeAppend is { } before)
            await before(commits);
        var results = await Inner.AppendAsync(commits, cancellationToken);
        if (AfterAppend is { } after)
            await after(results);
        return results;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (BeforeRead is { } before)
            await before(stream);
        await foreach (var recorded in Inner.ReadStreamAsync(stream, read, cancellationToken))
            yield return recorded;
    }

    /// <inheritdoc/>
    public override async Task ConfirmAsync(CancellationToken cancellationToken = default)
    {
        if (BeforeConfirm is { } before)
            await before();
        await Inner.ConfirmAsync(cancellationToken);
    }
}
