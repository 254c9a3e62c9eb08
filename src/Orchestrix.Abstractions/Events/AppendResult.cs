namespace Orchestrix.Events;

/// <summary>
/// The store's answer for one commit. For <see cref="AppendStatus.Duplicate"/> it is the receipt of the first commit
/// that carried the command id.
/// </summary>
public sealed record AppendResult
{
    /// <summary>What became of the commit.</summary>
    public required AppendStatus Status { get; init; }

    /// <summary>The stream of the commit.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>The stream's version: after the append; as found for a conflict; as found for a duplicate.</summary>
    public required long StreamVersion { get; init; }

    /// <summary>Version of the commit's first event; 0 for a conflict.</summary>
    public long FirstVersion { get; init; }

    /// <summary>Version of the commit's last event; 0 for a conflict.</summary>
    public long LastVersion { get; init; }

    /// <summary>Log position of the commit's last event; 0 for a conflict.</summary>
    public long LastPosition { get; init; }

    /// <summary>The commit that holds the events: the caller's own, or the earlier one for a duplicate.</summary>
    public Guid CommitId { get; init; }

    /// <summary>The fingerprint stored with the commit, if any.</summary>
    public long? CommandFingerprint { get; init; }

    /// <summary>When the store recorded the commit.</summary>
    public DateTimeOffset RecordedAt { get; init; }
}
