using Orchestrix.Errors;

namespace Orchestrix.Subscriptions;

/// <summary>The subscriptions that this silo knows.</summary>
public sealed class SubscriptionRegistry
{
    private readonly Dictionary<string, SubscriptionDefinition> _byName = new(StringComparer.Ordinal);

    /// <summary>Collects the definitions.</summary>
    /// <exception cref="ConfigurationException">Two have one name.</exception>
    public SubscriptionRegistry(IEnumerable<SubscriptionDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        foreach (var definition in definitions)
        {
            if (!_byName.TryAdd(definition.Name, definition))
            {
                throw new ConfigurationException(
                    $"Two subscriptions are called '{definition.Name}'; each needs a name of its own.");
            }
        }
    }

    /// <summary>All definitions.</summary>
    public IReadOnlyCollection<SubscriptionDefinition> All => _byName.Values;

    /// <summary>The definition of that name, or null.</summary>
    public SubscriptionDefinition? Find(string name) => _byName.GetValueOrDefault(name);
}
