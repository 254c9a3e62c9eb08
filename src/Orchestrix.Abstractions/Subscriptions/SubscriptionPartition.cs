namespace Orchestrix.Subscriptions;

/// <summary>One partition of a subscription: what has one reader and one checkpoint.</summary>
/// <param name="Subscription">The name of the subscription.</param>
/// <param name="Partition">Its partition, from 0.</param>
/// <param name="Partitions">In how many partitions the subscription is divided.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.subscription-partition")]
public readonly record struct SubscriptionPartition(
    [property: Id(0)] string Subscription, [property: Id(1)] int Partition, [property: Id(2)] int Partitions)
{
    /// <inheritdoc/>
    public override string ToString() => Partitions == 1 ? Subscription : $"{Subscription}/{Partition}";
}
