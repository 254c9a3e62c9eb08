using System.Text.Json.Nodes;

namespace Orchestrix.Serialization;

/// <summary>
/// Turns the JSON of one schema version of an event into that of the next. Runs on read, never changes the log.
/// </summary>
/// <param name="json">The event as stored, or as the previous upcaster left it; may be changed and returned.</param>
public delegate JsonObject EventUpcaster(JsonObject json);
