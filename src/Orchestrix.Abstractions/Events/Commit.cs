namespace Orchestrix.Events;

/// <summary>The events of one command: appended together or not at all.</summary>
public sealed record Commit
{
    /// <summary>The stream to extend.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>What the stream must look like; a command decided on version n is appended at n+1 or
    /// rejected.</summary>
    public required ExpectedVersion ExpectedVersion { get; init; }

    /// <summary>
    /// Identity of this attempt. A store that lost the reply of an append finds out by this id whether it happened, so
    /// it
    /// must be unique; <see cref="Guid.CreateVersion7()"/> keeps indexes compact.
    /// </summary>
    public required Guid CommitId { get; init; }

    /// <summary>From 1 to <see cref="EventStoreLimits.MaxEventsPerCommit"/> events, in order.</summary>
    public required IReadOnlyList<EventData> Events { get; init; }

    /// <summary>
    /// Chosen by the caller; the same id on the same stream is the same command for ever. Null if the caller chose
    /// none:
    /// then only the commit id protects against appending twice.
    /// </summary>
    public string? CommandId { get; init; }

    /// <summary>A hash of the command's content, by which a command id that is reused for something else is found
    /// out.</summary>
    public long? CommandFingerprint { get; init; }

    /// <summary>Why and for whom.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.None;
}
