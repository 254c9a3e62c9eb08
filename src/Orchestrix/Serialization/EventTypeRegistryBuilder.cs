using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Serialization;

/// <summary>
/// Collects event types, their JSON metadata and their upcasters. Mistakes are reported when the host starts.
/// </summary>
public sealed class EventTypeRegistryBuilder
{
    private readonly Dictionary<Type, (string Name, int Version)> _types = [];
    private readonly Dictionary<(string Name, int FromVersion), EventUpcaster> _upcasters = [];
    private readonly List<IJsonTypeInfoResolver> _resolvers = [];

    /// <summary>
    /// Adds every type that a source-generated JSON context lists and that carries <see cref="EventTypeAttribute"/>.
    /// Serialization then uses the generated metadata instead of reflection.
    /// </summary>
    public EventTypeRegistryBuilder AddEvents(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _resolvers.Add(context);
        foreach (var listed in context.GetType().GetCustomAttributesData())
        {
            if (listed.AttributeType == typeof(JsonSerializableAttribute)
                && listed.ConstructorArguments[0].Value is Type type
                && type.IsDefined(typeof(EventTypeAttribute)))
            {
                AddEvent(type);
            }
        }
        return this;
    }

    /// <summary>Adds every type of an assembly that carries <see cref="EventTypeAttribute"/>.</summary>
    public EventTypeRegistryBuilder AddEvents(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        foreach (var type in assembly.GetTypes().Where(type => type.IsDefined(typeof(EventTypeAttribute))))
            AddEvent(type);
        return this;
    }

    /// <summary>
    /// Names an event type that carries no <see cref="EventTypeAttribute"/>, for example one that an existing
    /// <c>JournaledGrain</c> raises and that lives in an assembly without a reference to this library.
    /// </summary>
    /// <exception cref="ConfigurationException">The type has another name already, or the name is not
    /// valid.</exception>
    public EventTypeRegistryBuilder AddEvent<TEvent>(string name, int schemaVersion = 1) where TEvent : notnull =>
        Add(typeof(TEvent), name, schemaVersion);

    /// <summary>Adds one type that carries <see cref="EventTypeAttribute"/>.</summary>
    /// <exception cref="ConfigurationException">The attribute is missing.</exception>
    public EventTypeRegistryBuilder AddEvent(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var attribute = type.GetCustomAttribute<EventTypeAttribute>(inherit: false)
            ?? throw new ConfigurationException($"{type} carries no [EventType(\"name\", version)].");
        return Add(type, attribute.Name, attribute.SchemaVersion);
    }

    /// <summary>Adds the step from <paramref name="fromVersion"/> of an event type to the version after it.</summary>
    /// <exception cref="ConfigurationException">There is such a step already.</exception>
    public EventTypeRegistryBuilder AddUpcaster(string eventType, int fromVersion, EventUpcaster upcaster)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(eventType);
        ArgumentOutOfRangeException.ThrowIfLessThan(fromVersion, 1);
        ArgumentNullException.ThrowIfNull(upcaster);
        return _upcasters.TryAdd((eventType, fromVersion), upcaster)
            ? this
            : throw new ConfigurationException(
                $"Two upcasters lead from version {fromVersion} of {eventType}; keep one.");
    }

    /// <summary>Checks everything and freezes it.</summary>
    /// <exception cref="ConfigurationException">Two types share a name, or a chain of upcasters has a gap.</exception>
    public EventTypeRegistry Build() => Build(new Dictionary<string, Type>());

    /// <summary>
    /// Checks everything and freezes it. A type that was not added but has a stable Orleans <c>[Alias]</c> may be
    /// raised too, under that alias and schema version 1, so that an existing <c>JournaledGrain</c> needs no change.
    /// </summary>
    /// <param name="aliases">Types by alias, as Orleans' serializer knows them.</param>
    /// <exception cref="ConfigurationException">Two types share a name, or a chain of upcasters has a gap.</exception>
    public EventTypeRegistry Build(IReadOnlyDictionary<string, Type> aliases)
    {
        ArgumentNullException.ThrowIfNull(aliases);
        CheckUpcasters();
        return new EventTypeRegistry(_types, _upcasters, _resolvers, aliases);
    }

    private EventTypeRegistryBuilder Add(Type type, string name, int version)
    {
        if (string.IsNullOrWhiteSpace(name)
            || name.Length > EventTypeAttribute.MaxNameLength
            || name.Any(char.IsControl))
        {
            throw new ConfigurationException(
                $"The event type name of {type} must have 1 to {EventTypeAttribute.MaxNameLength} printable "
                + "characters.");
        }
        if (version is < 1 or > short.MaxValue)
            throw new ConfigurationException($"The schema version of {name} must lie between 1 and {short.MaxValue}.");

        if (_types.TryGetValue(type, out var known))
        {
            return known == (name, version)
                ? this
                : throw new ConfigurationException(
                    $"{type} is registered as {known.Name} v{known.Version} and as {name} v{version}.");
        }
        if (_types.FirstOrDefault(pair => pair.Value.Name == name).Key is { } other)
        {
            throw new ConfigurationException(
                $"{type} and {other} share the event type name {name}; a name belongs to one type.");
        }
        _types.Add(type, (name, version));
        return this;
    }

    private void CheckUpcasters()
    {
        var current = _types.Values.ToDictionary(type => type.Name, type => type.Version, StringComparer.Ordinal);
        foreach (var (name, from) in _upcasters.Keys)
        {
            if (!current.TryGetValue(name, out var version))
                throw new ConfigurationException($"An upcaster is registered for {name}, which no type is named.");
            if (from >= version)
            {
                throw new ConfigurationException(
                    $"The upcaster from version {from} of {name} leads past its version {version}.");
            }
        }
        foreach (var (name, version) in current)
        {
            for (var from = 1; from < version; from++)
            {
                if (!_upcasters.ContainsKey((name, from)))
                {
                    throw new ConfigurationException(
                        $"{name} is at schema version {version}, but no upcaster leads from version "
                        + $"{from} to {from + 1}; stored events of that version could not be read.");
                }
            }
        }
    }
}
