using Orchestrix.Events;

namespace Orchestrix.Projections;

/// <summary>An event as a projection sees it: its content and its place in the log.</summary>
/// <typeparam name="TEvent">The type of the event, or one that it derives from or implements.</typeparam>
/// <param name="data">The content, as the present version of its type.</param>
/// <param name="recorded">What the log holds beside it.</param>
public sealed class ProjectedEvent<TEvent>(TEvent data, RecordedEvent recorded)
{
    /// <summary>The content, as the present version of its type.</summary>
    public TEvent Data { get; } = data;

    /// <summary>The stream that the event belongs to.</summary>
    public StreamId Stream => recorded.Stream;

    /// <summary>Place in the stream; the first event has version 1.</summary>
    public long Version => recorded.Version;

    /// <summary>Place in the log; from 1, gapless, in commit order.</summary>
    public long Position => recorded.Position;

    /// <summary>When the store recorded the event.</summary>
    public DateTimeOffset RecordedAt => recorded.RecordedAt;

    /// <summary>Identity of the event.</summary>
    public Guid EventId => recorded.EventId;

    /// <summary>The command that caused the event, if the caller named it.</summary>
    public string? CommandId => recorded.CommandId;

    /// <summary>Why and for whom.</summary>
    public EventMetadata Metadata => recorded.Metadata;
}
