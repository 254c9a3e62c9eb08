using Orchestrix.Events;
using Orchestrix.Snapshots;

namespace Orchestrix.TestKit.Faults;

/// <summary>
/// Passes everything on to another store, and lets a test act before a load or a save reaches it: to throw there or to
/// wait. Safe for concurrent use as far as the hooks are.
/// </summary>
public sealed class FaultInjectingSnapshotStore(ISnapshotStore inner) : ISnapshotStore
{
    /// <summary>Runs before a load. What it throws is thrown to the reader.</summary>
    public Func<StreamId, Task>? BeforeLoad { get; set; }

    /// <summary>Runs after a load; what it returns is what the reader gets.</summary>
    public Func<SnapshotLoad, SnapshotLoad>? AfterLoad { get; set; }

    /// <summary>Runs before a save. What it throws is thrown to the writer, and nothing is kept.</summary>
    public Func<IReadOnlyList<Snapshot>, Task>? BeforeSave { get; set; }

    /// <inheritdoc/>
    public async Task<SnapshotLoad> LoadAsync(
        StreamId stream, long toVersion = long.MaxValue, CancellationToken cancellationToken = default)
    {
        if (BeforeLoad is { } before)
            await before(stream);
        var load = await inner.LoadAsync(stream, toVersion, cancellationToken);
        return AfterLoad is { } after ? after(load) : load;
    }

    /// <inheritdoc/>
    public async Task<int> SaveAsync(
        IReadOnlyList<Snapshot> snapshots, CancellationToken cancellationToken = default)
    {
        if (BeforeSave is { } before)
            await before(snapshots);
        return await inner.SaveAsync(snapshots, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> DeleteAllAsync(CancellationToken cancellationToken = default) =>
        inner.DeleteAllAsync(cancellationToken);
}
