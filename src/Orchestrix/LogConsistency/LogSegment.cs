using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Serialization;

namespace Orchestrix.LogConsistency;

/// <summary>What both kinds of log view share: reading back a part of the stream, and the answers to misuse.</summary>
internal static class LogSegment
{
    /// <summary>
    /// Reads the events after <paramref name="fromVersion"/> up to and including <paramref name="toVersion"/>.
    /// </summary>
    public static async Task<IReadOnlyList<TEvent>> ReadAsync<TEvent>(
        IEventStore store, EventSerializer serializer, StreamId stream, int fromVersion, int toVersion)
        where TEvent : class
    {
        var segment = new List<TEvent>(toVersion - fromVersion);
        var read = StreamRead.Forwards(fromVersion + 1L, toVersion - fromVersion);
        await foreach (var recorded in store.ReadStreamAsync(stream, read))
            segment.Add(Typed<TEvent>(serializer, recorded));
        return segment;
    }

    /// <summary>Reads an event as the event base type of a grain.</summary>
    /// <exception cref="UnreadableEventException">The event is of another family than the grain's.</exception>
    public static TEvent Typed<TEvent>(EventSerializer serializer, RecordedEvent recorded) where TEvent : class =>
        serializer.Deserialize(recorded) as TEvent ?? throw new UnreadableEventException(
            ErrorCodes.CorruptEvent, $"it is not a {typeof(TEvent)}, which the grain folds.", recorded.EventType,
            recorded.SchemaVersion, recorded.Stream, recorded.Version, recorded.Position);

    public static UnreadableEventException FoldFailedOnReplay(RecordedEvent recorded, Exception exception) => new(
        ErrorCodes.CorruptEvent, "the grain's fold threw.", recorded.EventType, recorded.SchemaVersion, recorded.Stream,
        recorded.Version, recorded.Position, exception);

    public static NotSupportedException NeverCleared(StreamId stream) => new(
        $"The log of {stream} is append-only and is never cleared. End the aggregate with an event, for example "
        + "'account.closed', and start a new one under another key.");
}
