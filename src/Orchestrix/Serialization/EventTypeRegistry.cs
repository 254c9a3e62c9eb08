using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrix.Serialization;

/// <summary>
/// Knows which CLR type belongs to which stored name and version, and how older shapes become the present one.
/// Immutable and safe for concurrent use; made by <see cref="EventTypeRegistryBuilder"/>.
/// </summary>
public sealed class EventTypeRegistry
{
    private readonly FrozenDictionary<Type, EventTypeEntry> _byType;
    private readonly FrozenDictionary<string, EventTypeEntry> _byName;
    private readonly FrozenDictionary<(string Name, int FromVersion), EventUpcaster> _upcasters;

    internal EventTypeRegistry(
        IReadOnlyDictionary<Type, (string Name, int Version)> types,
        IReadOnlyDictionary<(string Name, int FromVersion), EventUpcaster> upcasters,
        IReadOnlyList<IJsonTypeInfoResolver> resolvers)
    {
        var options = EventJson.CreateOptions(resolvers);
        var entries = types
            .Select(pair => new EventTypeEntry(pair.Key, pair.Value.Name, pair.Value.Version, options.GetTypeInfo(pair.Key)))
            .ToArray();
        _byType = entries.ToFrozenDictionary(entry => entry.Type);
        _byName = entries.ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);
        _upcasters = upcasters.ToFrozenDictionary();
    }

    /// <summary>All registered names with their present schema version, ordered by name.</summary>
    public IReadOnlyList<(string EventType, int SchemaVersion, Type Type)> EventTypes =>
        [.. _byName.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => (entry.Name, entry.SchemaVersion, entry.Type))];

    internal EventTypeEntry? Find(Type type) => _byType.GetValueOrDefault(type);

    internal EventTypeEntry? Find(string name) => _byName.GetValueOrDefault(name);

    internal EventUpcaster Upcaster(string name, int fromVersion) => _upcasters[(name, fromVersion)];
}
