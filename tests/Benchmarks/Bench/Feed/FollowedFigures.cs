using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>What subscriptions and NOTIFY cost the appends: differences of neighbouring cells of one run.</summary>
/// <param name="NotifyLossPercent">Throughput lost by telling other silos of each batch.</param>
/// <param name="SubscriptionsLossPercent">Throughput lost by twenty live subscriptions beside that.</param>
/// <param name="NotifyCpuPercent">Processor time that a command costs more by it, database included.</param>
/// <param name="SubscriptionsCpuPercent">The same for the subscriptions.</param>
/// <param name="CommandsPerSecond">Without subscriptions.</param>
/// <param name="BehindMs">How far the slowest subscription was behind at the end of a cell; the worst cell.</param>
internal sealed record FollowedFigures(
    Spread NotifyLossPercent, Spread SubscriptionsLossPercent, Spread NotifyCpuPercent, Spread SubscriptionsCpuPercent,
    Spread CommandsPerSecond, double BehindMs);
