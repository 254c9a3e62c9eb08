using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>What the suite <c>feed</c> measured; a part that was not wanted is null.</summary>
internal sealed record FeedFigures(
    LiveFigures? OtherSilo, LiveFigures? SameSilo, FollowedFigures? Followed, CatchUpFigures? CatchUp)
{
    /// <summary>The last line of the output.</summary>
    public string ToJsonString() => new JsonObject
    {
        ["live_p50_ms"] = Round(OtherSilo?.P50Ms, 2),
        ["live_p99_ms"] = Round(OtherSilo?.P99Ms, 2),
        ["live_max_ms"] = Round(OtherSilo?.MaxMs, 2),
        ["live_same_silo_p50_ms"] = Round(SameSilo?.P50Ms, 2),
        ["live_same_silo_p99_ms"] = Round(SameSilo?.P99Ms, 2),
        ["live_commands_per_s"] = Round(OtherSilo?.CommandsPerSecond, 0),
        ["append_loss_20_subscriptions_percent"] = Round(Followed?.SubscriptionsLossPercent.Median, 1),
        ["append_loss_20_subscriptions_range"] = Range(Followed?.SubscriptionsLossPercent),
        ["subscriptions_behind_ms"] = Round(Followed?.BehindMs, 0),
        ["notify_loss_percent"] = Round(Followed?.NotifyLossPercent.Median, 1),
        ["notify_loss_range"] = Range(Followed?.NotifyLossPercent),
        ["append_cpu_20_subscriptions_percent"] = Round(Followed?.SubscriptionsCpuPercent.Median, 1),
        ["notify_cpu_percent"] = Round(Followed?.NotifyCpuPercent.Median, 1),
        ["catchup_events_per_s"] = Round(CatchUp?.CatchUpPerSecond, 0),
        ["rebuild_events_per_s"] = Round(CatchUp?.RebuildPerSecond, 0),
        ["catchup_vs_raw_read"] = Round(CatchUp?.CatchUpVersusRawRead, 3),
    }.ToJsonString();

    private static JsonValue? Round(double? value, int digits) =>
        value is { } number ? JsonValue.Create(Math.Round(number, digits)) : null;

    private static JsonArray? Range(Spread? spread) =>
        spread is null ? null : [Round(spread.Min, 1), Round(spread.Max, 1)];
}
