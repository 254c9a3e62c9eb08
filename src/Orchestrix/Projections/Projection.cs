using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Serialization;
using Orchestrix.Subscriptions;

namespace Orchestrix.Projections;

/// <summary>What is common to projections of all row types. Derive from <see cref="Projection{TRow}"/>.</summary>
public abstract class Projection
{
    /// <summary>Longest name, in characters; it is part of the name of a table.</summary>
    public const int MaxNameLength = 40;

    /// <summary>What the names of all subscriptions and checkpoints of projections begin with.</summary>
    public const string NamePrefix = "projection:";

    /// <summary>Names the projection.</summary>
    protected Projection(string name, int version)
    {
        if (string.IsNullOrEmpty(name) || name.Length > MaxNameLength || !char.IsAsciiLetterLower(name[0])
            || name.Any(static one => !char.IsAsciiLetterLower(one) && !char.IsAsciiDigit(one) && one != '-'))
        {
            throw new ConfigurationException(
                $"'{name}' is no name of a projection: it begins with a letter and has up to {MaxNameLength} small "
                + "letters, digits and hyphens.");
        }
        if (version < 1)
            throw new ConfigurationException($"The version of projection {name} is 1 or more.");
        (Name, Version) = (name, version);
    }

    /// <summary>Its durable name.</summary>
    public string Name { get; }

    /// <summary>
    /// The version of its code and its row type, from 1. Raise it with every change that makes other rows of the same
    /// events: the new version is built beside the old one and takes its place when it has caught up.
    /// </summary>
    public int Version { get; }

    /// <summary>The type of its rows.</summary>
    public abstract Type RowType { get; }

    /// <summary>
    /// The subscription that runs it in the silos. Each version has one of its own, so that silos of two versions can
    /// run beside each other; the checkpoints are those of the generations, see <see cref="CheckpointName"/>.
    /// </summary>
    public string SubscriptionName => $"{NamePrefix}{Name}:v{Version}";

    /// <summary>The types that it handles.</summary>
    public abstract IReadOnlyCollection<Type> EventTypes { get; }

    /// <summary>The subscription name under which the checkpoint of a generation of its table is kept.</summary>
    public string CheckpointName(int generation) => $"{NamePrefix}{Name}@{generation}";

    /// <summary>The name of the projection that a checkpoint belongs to; null if it is none of a projection.</summary>
    public static string? OfCheckpoint(string subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var end = subscription.LastIndexOfAny(['@', ':']);
        return subscription.StartsWith(NamePrefix, StringComparison.Ordinal) && end > NamePrefix.Length
            ? subscription[NamePrefix.Length..end]
            : null;
    }

    /// <summary>Which events it wants: those that its handlers take.</summary>
    /// <exception cref="ConfigurationException">A handler takes events of which none is registered.</exception>
    public LogFilter FilterFor(EventTypeRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in EventTypes)
        {
            var fitting = registry.EventTypes.Where(entry => type.IsAssignableFrom(entry.Type)).ToArray();
            if (fitting.Length == 0)
            {
                throw new ConfigurationException(
                    $"Projection {Name} handles {type}, but no event type of that kind is registered. Add it with "
                    + "AddEvents or AddEvent.");
            }
            names.UnionWith(fitting.Select(static entry => entry.EventType));
        }
        return names.Count == 0
            ? throw new ConfigurationException($"Projection {Name} handles no event; call On in its constructor.")
            : new LogFilter(names);
    }

    internal abstract IPageProcessor CreateProcessor(IProjectionStore store);

    internal abstract Task RunRebuildAsync(IRebuildRunner runner, string owner, CancellationToken cancellationToken);

    internal abstract void AddReader(IServiceCollection services);
}
