using Orleans.Concurrency;

namespace Orchestrix.Subscriptions;

/// <summary>Answers clients from the store of its silo.</summary>
[GrainType("orchestrix.subscriptions"), StatelessWorker]
internal sealed class SubscriptionsGrain(SubscriptionWatch watch) : Grain, ISubscriptionsGrain
{
    public Task<IReadOnlyList<PartitionProgress>> ListAsync(CancellationToken cancellationToken = default) =>
        watch.LookAsync(cancellationToken);
}
