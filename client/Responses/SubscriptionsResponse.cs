namespace Bank.Client.Responses;

/// <summary>All subscriptions.</summary>
/// <param name="Partitions">Their partitions, by name and number.</param>
public sealed record SubscriptionsResponse(IReadOnlyList<PartitionResponse> Partitions);
