using Microsoft.Extensions.DependencyInjection;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Hosting;

/// <summary>Refuses to start with subscriptions that could not run.</summary>
internal sealed class SubscriptionValidator(IServiceProvider services) : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var registry = services.GetRequiredService<SubscriptionRegistry>();
        if (registry.All.Count > 0 && services.GetService<ICheckpointStore>() is null)
        {
            throw new ConfigurationException(
                "Subscriptions are defined, but nothing keeps their checkpoints. In AddOrchestrix call "
                + "UsePostgreSQL(connectionString), or UseInMemoryStore() in tests.");
        }
        foreach (var definition in registry.All)
        {
            if (definition.Partitions is < 1 or > LogFilter.MaxPartitions)
            {
                throw new ConfigurationException(
                    $"Subscription {definition.Name} has {definition.Partitions} partitions; 1 to "
                    + $"{LogFilter.MaxPartitions} are possible.");
            }
            if (definition.BatchSize < 1)
                throw new ConfigurationException($"Subscription {definition.Name} has batches of less than one event.");
        }
    }
}
