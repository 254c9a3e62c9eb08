using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;

namespace Orchestrix.Serialization;

/// <summary>Turns events into what the store keeps, and back. Safe for concurrent use.</summary>
public sealed class EventSerializer(EventTypeRegistry registry)
{
    /// <summary>Writes an event as JSON under its registered name.</summary>
    /// <exception cref="EventRejectedException">The type has no name, or its content cannot be written as
    /// JSON.</exception>
    /// <exception cref="StoreLimitExceededException">The JSON exceeds
    /// <see cref="EventStoreLimits.MaxEventBytes"/>.</exception>
    public EventData Serialize(object @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var entry = registry.Find(@event.GetType()) ?? throw new EventRejectedException(
            ErrorCodes.UnserializableEvent,
            $"{@event.GetType()} is not a registered event. Give it [EventType(\"name\", version)] and add its "
            + "assembly or JSON context with AddEvents, or name it with AddEvent<T>(\"name\").");
        var json = Write(@event, entry);
        if (json.Length > EventStoreLimits.MaxEventBytes)
        {
            throw new StoreLimitExceededException(
                nameof(EventStoreLimits.MaxEventBytes), json.Length, EventStoreLimits.MaxEventBytes);
        }
        if (EventJson.HoldsNul(json))
        {
            throw new EventRejectedException(ErrorCodes.UnserializableEvent,
                $"Event {entry.Name} holds the character U+0000, which PostgreSQL cannot store in text. "
                + "Remove it in validation.");
        }
        return new EventData(VersionSevenId.Next(), entry.Name, entry.SchemaVersion, json);
    }

    /// <summary>Reads an event as the present version of its type, upcasting older ones step by step.</summary>
    /// <exception cref="UnreadableEventException">The type or version is unknown, or the content does not fit the
    /// type.</exception>
    public object Deserialize(RecordedEvent recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        var entry = registry.Find(recorded.EventType) ?? throw Unreadable(
            recorded, ErrorCodes.UnknownEventType,
            "this program has no type of that name. Deploy the version that wrote it.");
        if (recorded.SchemaVersion < 1 || recorded.SchemaVersion > entry.SchemaVersion)
        {
            throw Unreadable(recorded, ErrorCodes.UnknownEventType,
                $"this program knows versions 1 to {entry.SchemaVersion}. Deploy the version that wrote it.");
        }
        try
        {
            var value = recorded.SchemaVersion == entry.SchemaVersion
                ? JsonSerializer.Deserialize(recorded.Json.Span, entry.JsonType)
                : Upcast(recorded, entry).Deserialize(entry.JsonType);
            return value ?? throw new JsonException("The content is null.");
        }
        // Whatever an upcaster or a constructor throws on a stored row makes that row unreadable, and the caller must
        // learn which row it is.
        catch (Exception exception)
        {
            throw Unreadable(recorded, ErrorCodes.CorruptEvent, "its content does not fit the type.", exception);
        }
    }

    private JsonObject Upcast(RecordedEvent recorded, EventTypeEntry entry)
    {
        var json = JsonNode.Parse(recorded.Json.Span) as JsonObject
            ?? throw new JsonException("The content is not an object.");
        for (var from = recorded.SchemaVersion; from < entry.SchemaVersion; from++)
            json = registry.Upcaster(entry.Name, from)(json);
        return json;
    }

    private static byte[] Write(object @event, EventTypeEntry entry)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(@event, entry.JsonType);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException
            or InvalidOperationException)
        {
            throw new EventRejectedException(
                ErrorCodes.UnserializableEvent, $"Event {entry.Name} cannot be written as JSON.", exception);
        }
    }

    private static UnreadableEventException Unreadable(
        RecordedEvent recorded, string code, string reason, Exception? innerException = null) =>
        new(code, reason, recorded.EventType, recorded.SchemaVersion, recorded.Stream, recorded.Version,
            recorded.Position, innerException);
}
