using Orchestrix.Events;

namespace Orchestrix.Errors;

/// <summary>
/// An event in the log cannot be read: <see cref="OrchestrixException.Code"/> is
/// <see cref="ErrorCodes.UnknownEventType"/>
/// or <see cref="ErrorCodes.CorruptEvent"/>. The aggregate cannot be activated until the program knows the type or the
/// row is mended; other aggregates are not affected.
/// </summary>
[GenerateSerializer, Alias("orchestrix.unreadable-event-exception")]
public sealed class UnreadableEventException : OrchestrixException
{
    /// <summary>Creates the exception for the event at <paramref name="position"/>.</summary>
    public UnreadableEventException(
        string code, string reason, string eventType, int schemaVersion, StreamId stream, long version, long position,
        Exception? innerException = null)
        : base(code,
            $"Event {eventType} v{schemaVersion} at version {version} of stream {stream} (position {position}) "
            + $"cannot be read: {reason}",
            innerException) =>
        (EventType, SchemaVersion, Stream, Version, Position) = (eventType, schemaVersion, stream, version, position);

    /// <summary>The stored type name.</summary>
    [Id(0)]
    public string EventType { get; private set; }

    /// <summary>The stored schema version.</summary>
    [Id(1)]
    public int SchemaVersion { get; private set; }

    /// <summary>The stream.</summary>
    [Id(2)]
    public StreamId Stream { get; private set; }

    /// <summary>Place in the stream.</summary>
    [Id(3)]
    public long Version { get; private set; }

    /// <summary>Place in the log.</summary>
    [Id(4)]
    public long Position { get; private set; }
}
