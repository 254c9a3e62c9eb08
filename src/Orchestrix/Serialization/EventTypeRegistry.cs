using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
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
    private readonly FrozenDictionary<string, Type> _typesByAlias;
    private readonly FrozenDictionary<Type, string> _aliases;
    private readonly ConcurrentDictionary<Type, EventTypeEntry> _aliased = new();
    private readonly JsonSerializerOptions _json;

    internal EventTypeRegistry(
        IReadOnlyDictionary<Type, (string Name, int Version)> types,
        IReadOnlyDictionary<(string Name, int FromVersion), EventUpcaster> upcasters,
        IReadOnlyList<IJsonTypeInfoResolver> resolvers,
        IReadOnlyDictionary<string, Type> aliases)
    {
        JsonResolvers = resolvers;
        _json = EventJson.CreateOptions(resolvers);
        var entries = types
            .Select(pair =>
                new EventTypeEntry(pair.Key, pair.Value.Name, pair.Value.Version, _json.GetTypeInfo(pair.Key)))
            .ToArray();
        _byType = entries.ToFrozenDictionary(entry => entry.Type);
        _byName = entries.ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);
        _upcasters = upcasters.ToFrozenDictionary();
        _typesByAlias = aliases.Where(pair => !_byName.ContainsKey(pair.Key))
            .ToFrozenDictionary(StringComparer.Ordinal);
        _aliases = _typesByAlias.DistinctBy(pair => pair.Value)
            .ToFrozenDictionary(pair => pair.Value, pair => pair.Key);
    }

    /// <summary>All registered names with their present schema version, ordered by name.</summary>
    public IReadOnlyList<(string EventType, int SchemaVersion, Type Type)> EventTypes =>
        [.. _byName.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => (entry.Name, entry.SchemaVersion, entry.Type))];

    /// <summary>Source-generated metadata of whatever else the registered JSON contexts list.</summary>
    internal IReadOnlyList<IJsonTypeInfoResolver> JsonResolvers { get; }

    internal EventTypeEntry? Find(Type type) =>
        _byType.TryGetValue(type, out var entry) ? entry
        : _aliases.ContainsKey(type) ? _aliased.GetOrAdd(type, MakeAliased)
        : null;

    internal EventTypeEntry? Find(string name) =>
        _byName.TryGetValue(name, out var entry) ? entry
        : _typesByAlias.TryGetValue(name, out var type) ? _aliased.GetOrAdd(type, MakeAliased)
        : null;

    internal EventUpcaster Upcaster(string name, int fromVersion) => _upcasters[(name, fromVersion)];

    private EventTypeEntry MakeAliased(Type type) => new(type, _aliases[type], 1, _json.GetTypeInfo(type));
}
