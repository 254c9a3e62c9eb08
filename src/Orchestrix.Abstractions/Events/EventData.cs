namespace Orchestrix.Events;

/// <summary>One event on its way to the store: its name, the version of its shape, and its JSON.</summary>
/// <param name="EventId">Identity of the event; unique over all logs.</param>
/// <param name="EventType">The stable name from <see cref="EventTypeAttribute"/>.</param>
/// <param name="SchemaVersion">The version of the JSON shape, from 1.</param>
/// <param name="Json">UTF-8 JSON; at most <see cref="EventStoreLimits.MaxEventBytes"/> bytes.</param>
public sealed record EventData(Guid EventId, string EventType, int SchemaVersion, ReadOnlyMemory<byte> Json);
