using System.Text.Json.Nodes;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>What the plan <c>feed</c> measured; medians of its rounds.</summary>
internal sealed record FeedFigures(double CatchUpPerSecond, double RebuildPerSecond, double CatchUpVersusRawRead)
{
    /// <summary>The last line of the output.</summary>
    public string ToJsonString() => new JsonObject
    {
        ["catchup_events_per_s"] = Math.Round(CatchUpPerSecond),
        ["rebuild_events_per_s"] = Math.Round(RebuildPerSecond),
        ["catchup_vs_raw_read"] = Math.Round(CatchUpVersusRawRead, 3),
    }.ToJsonString();
}
