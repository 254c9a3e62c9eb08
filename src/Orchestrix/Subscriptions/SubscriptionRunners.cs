using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrix.Diagnostics;
using Orchestrix.Feed;

namespace Orchestrix.Subscriptions;

/// <summary>Makes runners of partitions from the definitions of this silo.</summary>
internal sealed class SubscriptionRunners(
    SubscriptionRegistry registry, LogFeed feed, IOptions<SubscriptionOptions> options, ILocalSiloDetails silo,
    IServiceProvider services, OrchestrixMetrics metrics, TimeProvider time, ILogger<PartitionRunner> logger)
{
    /// <summary>A runner for a partition, or null if this silo defines no such partition.</summary>
    public PartitionRunner? Create(string subscription, int number)
    {
        if (registry.Find(subscription) is not { } definition || number >= definition.Partitions)
            return null;
        var partition = new SubscriptionPartition(subscription, number, definition.Partitions);
        return new PartitionRunner(
            definition, partition, definition.CreateProcessor(services, partition), feed, options.Value,
            $"{silo.Name} ({silo.SiloAddress})", metrics, time, logger);
    }
}
