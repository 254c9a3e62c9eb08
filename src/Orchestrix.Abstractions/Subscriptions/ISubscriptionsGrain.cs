using Orleans.Concurrency;

namespace Orchestrix.Subscriptions;

/// <summary>
/// The subscriptions for clients of the cluster, which do not reach the database; any silo answers. The key is 0.
/// </summary>
[Alias("orchestrix.subscriptions-grain")]
public interface ISubscriptionsGrain : IGrainWithIntegerKey
{
    /// <summary>Every partition of every subscription, by name and number.</summary>
    [Alias("list"), ReadOnly]
    Task<IReadOnlyList<PartitionProgress>> ListAsync(CancellationToken cancellationToken = default);
}
