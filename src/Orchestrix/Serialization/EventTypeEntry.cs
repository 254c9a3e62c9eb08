using System.Text.Json.Serialization.Metadata;

namespace Orchestrix.Serialization;

/// <summary>One row of the registry.</summary>
internal sealed record EventTypeEntry(Type Type, string Name, int SchemaVersion, JsonTypeInfo JsonType);
