namespace Orchestrix.Events;

/// <summary>One event as the log holds it.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.recorded-event")]
public sealed record RecordedEvent
{
    /// <summary>The stream that the event belongs to.</summary>
    [Id(0)]
    public required StreamId Stream { get; init; }

    /// <summary>Place in the stream; the first event has version 1.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>Place in the log; from 1, gapless, in commit order.</summary>
    [Id(2)]
    public required long Position { get; init; }

    /// <summary>The stable name of the event's type.</summary>
    [Id(3)]
    public required string EventType { get; init; }

    /// <summary>The version of the JSON shape as written; upcasters run when the event is deserialized.</summary>
    [Id(4)]
    public required int SchemaVersion { get; init; }

    /// <summary>UTF-8 JSON. A store may normalize white space and the order of properties.</summary>
    [Id(5)]
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Identity of the event.</summary>
    [Id(6)]
    public required Guid EventId { get; init; }

    /// <summary>The commit that the event was appended with.</summary>
    [Id(7)]
    public required Guid CommitId { get; init; }

    /// <summary>Place in the commit, from 0.</summary>
    [Id(8)]
    public required int CommitIndex { get; init; }

    /// <summary>Number of events in the commit.</summary>
    [Id(9)]
    public required int CommitSize { get; init; }

    /// <summary>The command that caused the commit, if the caller named it.</summary>
    [Id(10)]
    public string? CommandId { get; init; }

    /// <summary>Why and for whom.</summary>
    [Id(11)]
    public EventMetadata Metadata { get; init; } = EventMetadata.None;

    /// <summary>When the store recorded the event; never earlier than that of the position before it.</summary>
    [Id(12)]
    public required DateTimeOffset RecordedAt { get; init; }
}
