namespace Orchestrix.Events;

/// <summary>One event as the log holds it.</summary>
public sealed record RecordedEvent
{
    /// <summary>The stream that the event belongs to.</summary>
    public required StreamId Stream { get; init; }

    /// <summary>Place in the stream; the first event has version 1.</summary>
    public required long Version { get; init; }

    /// <summary>Place in the log; from 1, gapless, in commit order.</summary>
    public required long Position { get; init; }

    /// <summary>The stable name of the event's type.</summary>
    public required string EventType { get; init; }

    /// <summary>The version of the JSON shape as written; upcasters run when the event is deserialized.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>UTF-8 JSON. A store may normalize white space and the order of properties.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Identity of the event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The commit that the event was appended with.</summary>
    public required Guid CommitId { get; init; }

    /// <summary>Place in the commit, from 0.</summary>
    public required int CommitIndex { get; init; }

    /// <summary>Number of events in the commit.</summary>
    public required int CommitSize { get; init; }

    /// <summary>The command that caused the commit, if the caller named it.</summary>
    public string? CommandId { get; init; }

    /// <summary>Why and for whom.</summary>
    public EventMetadata Metadata { get; init; } = EventMetadata.None;

    /// <summary>When the store recorded the event; never earlier than that of the position before it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }
}
