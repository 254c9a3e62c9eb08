using Orchestrix.Events;
using Orchestrix.Snapshots;

namespace Orchestrix.InMemory;

/// <summary>
/// Keeps snapshots in this process's memory, beside any event store: for tests. Passes the same conformance suite as
/// the PostgreSQL store, but reads snapshot and events one after the other.
/// </summary>
/// <param name="events">The log that snapshots are checked against.</param>
public sealed class InMemorySnapshotStore(IEventStore events) : ISnapshotStore
{
    private const int PageSize = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, Snapshot> _kept = [];

    /// <inheritdoc/>
    public async Task<SnapshotLoad> LoadAsync(
        StreamId stream, long toVersion = long.MaxValue, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toVersion);
        var snapshot = Find(stream);
        if (snapshot?.Version > toVersion)
            snapshot = null;
        var isInLog = snapshot is not null && await IsInLogAsync(snapshot, cancellationToken);
        var from = isInLog ? snapshot!.Version : 0;
        var limit = Math.Min(PageSize, toVersion - from);
        var tail = new List<RecordedEvent>();
        var read = StreamRead.Forwards(from + 1, limit);
        await foreach (var recorded in events.ReadStreamAsync(stream, read, cancellationToken))
            tail.Add(recorded);
        return new SnapshotLoad
        {
            Snapshot = snapshot,
            IsInLog = isInLog,
            Tail = tail,
            IsWhole = tail.Count < PageSize,
        };
    }

    /// <inheritdoc/>
    public async Task<int> SaveAsync(
        IReadOnlyList<Snapshot> snapshots, CancellationToken cancellationToken = default)
    {
        SnapshotRules.CheckBatch(snapshots);
        var kept = 0;
        foreach (var snapshot in snapshots)
        {
            var isSound = await IsInLogAsync(snapshot, cancellationToken);
            while (isSound)
            {
                var before = Find(snapshot.Stream);
                var isBetter = before is null || IsBetter(snapshot, before)
                    || !await IsInLogAsync(before, cancellationToken);
                if (!isBetter)
                    break;
                if (TryReplace(before, snapshot))
                {
                    kept++;
                    break;
                }
            }
        }
        return kept;
    }

    /// <inheritdoc/>
    public Task<long> DeleteAllAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            var count = _kept.Count;
            _kept.Clear();
            return Task.FromResult<long>(count);
        }
    }

    private static bool IsBetter(Snapshot offered, Snapshot kept) =>
        offered.Version > kept.Version
        || offered.SchemaVersion > kept.SchemaVersion
        || (offered.Version == kept.Version && offered.SchemaVersion == kept.SchemaVersion && !IsSame(offered, kept));

    private static bool IsSame(Snapshot one, Snapshot other) =>
        one.EventId == other.EventId && one.StateName == other.StateName && one.Shape == other.Shape
        && one.Checksum == other.Checksum && one.State.Span.SequenceEqual(other.State.Span);

    private Snapshot? Find(StreamId stream)
    {
        lock (_gate)
            return _kept.GetValueOrDefault(stream);
    }

    private bool TryReplace(Snapshot? before, Snapshot snapshot)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_kept.GetValueOrDefault(snapshot.Stream), before))
                return false;
            _kept[snapshot.Stream] = snapshot with { State = snapshot.State.ToArray() };
            return true;
        }
    }

    private async Task<bool> IsInLogAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var read = StreamRead.Forwards(snapshot.Version, 1);
        await foreach (var recorded in events.ReadStreamAsync(snapshot.Stream, read, cancellationToken))
            return recorded.EventId == snapshot.EventId;
        return false;
    }
}
