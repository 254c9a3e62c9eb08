using System.Text.Json.Nodes;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;

namespace Orchestrix.Benchmarks.Observability;

/// <summary>Commands to a silo that is observed and to one that is not, in pairs.</summary>
internal static class ObservabilityRun
{
    public static async Task<JsonObject> RunAsync(
        BenchServer server, PairedOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        await using var collector = await Collector.StartAsync(cancellationToken);
        var figures = await new PairedRun(server, "observability", options, say).RunAsync(
            () => new ObservedWorkload(collector), static () => new ObservedWorkload(null), cancellationToken);
        if (collector.Scrapes == 0 || collector.SpanBytes == 0)
            throw new InvalidOperationException("Nothing was scraped or sent: the figures would mean nothing.");
        var json = figures.ToJson("observed", "unobserved", "overhead");
        json["scrapes"] = collector.Scrapes;
        json["scrape_bytes"] = collector.ScrapeBytes;
        json["span_bytes"] = collector.SpanBytes;
        return json;
    }
}
