using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>
/// A disposable cache of folded states beside the event log; at most one snapshot for each stream. Every implementation
/// passes <c>SnapshotStoreConformance</c> of the TestKit. Safe for concurrent use. Whatever it throws costs its caller
/// a replay and never a command.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>
    /// Reads a stream's snapshot and the first page of events behind it, in one round trip and as of one moment.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="toVersion">A snapshot or event of a later version is not returned.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<SnapshotLoad> LoadAsync(
        StreamId stream, long toVersion = long.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>
    /// Keeps a batch of snapshots, at most one for each stream. A snapshot whose event is not in the log at its version
    /// is passed over. So is one that is not better than the one already kept: better is one of a later version, or of
    /// a later schema version, or of the same two with another content. A kept one that is not of this log gives way to
    /// any.
    /// </summary>
    /// <returns>How many were kept.</returns>
    Task<int> SaveAsync(IReadOnlyList<Snapshot> snapshots, CancellationToken cancellationToken = default);

    /// <summary>Deletes every snapshot. Changes load time and nothing else.</summary>
    /// <returns>How many were deleted.</returns>
    Task<long> DeleteAllAsync(CancellationToken cancellationToken = default);
}
