using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>What one round trip brings: a stream's snapshot and the events behind it.</summary>
public sealed record SnapshotLoad
{
    /// <summary>The snapshot, or null if there is none up to the requested version.</summary>
    public Snapshot? Snapshot { get; init; }

    /// <summary>
    /// True if the log holds the snapshot's event at the snapshot's version. False also if there is no snapshot.
    /// </summary>
    public bool IsInLog { get; init; }

    /// <summary>
    /// The first page of events behind the snapshot if <see cref="IsInLog"/>; otherwise of the whole stream. In order.
    /// </summary>
    public required IReadOnlyList<RecordedEvent> Tail { get; init; }

    /// <summary>False if more events may follow the page.</summary>
    public required bool IsWhole { get; init; }
}
