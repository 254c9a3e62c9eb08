using Orchestrix.Events;

namespace Orchestrix.Inspection;

/// <summary>One event as the log holds it, as a message.</summary>
/// <param name="Stream">The stream that the event belongs to.</param>
/// <param name="Version">Place in the stream, from 1.</param>
/// <param name="Position">Place in the log, from 1.</param>
/// <param name="EventType">The stable name of the event's type.</param>
/// <param name="SchemaVersion">The version of the JSON shape, as it was written.</param>
/// <param name="Json">The content, as it was written.</param>
/// <param name="EventId">Identity of the event.</param>
/// <param name="CommitId">The commit that it was appended with.</param>
/// <param name="CommitIndex">Place in the commit, from 0.</param>
/// <param name="CommitSize">Number of events in the commit.</param>
/// <param name="CommandId">The command that caused it, if the caller named it.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Metadata">Why and for whom.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.stream-event")]
public sealed record StreamEvent(
    [property: Id(0)] StreamId Stream,
    [property: Id(1)] long Version,
    [property: Id(2)] long Position,
    [property: Id(3)] string EventType,
    [property: Id(4)] int SchemaVersion,
    [property: Id(5)] string Json,
    [property: Id(6)] Guid EventId,
    [property: Id(7)] Guid CommitId,
    [property: Id(8)] int CommitIndex,
    [property: Id(9)] int CommitSize,
    [property: Id(10)] string? CommandId,
    [property: Id(11)] DateTimeOffset RecordedAt,
    [property: Id(12)] EventMetadata Metadata);
