using System.Text.Json.Nodes;

namespace Orchestrix.Benchmarks.Observability;

/// <summary>What the plan <c>observability</c> measured.</summary>
/// <param name="ObservedPerSecond">Commands in a second of the silo that is observed; median.</param>
/// <param name="UnobservedPerSecond">Commands in a second of the one that is not; median.</param>
/// <param name="OverheadPercent">By how much observing lowers the rate: median over the pairs.</param>
/// <param name="ObservedCpu">Processor time of silo and server for a command while observed, µs; median.</param>
/// <param name="UnobservedCpu">The same while it is not.</param>
/// <param name="CpuOverheadPercent">By how much observing raises it: median over the pairs.</param>
/// <param name="Scrapes">Answers of <c>/metrics</c>.</param>
/// <param name="ScrapeBytes">Size of the last one.</param>
/// <param name="SpanBytes">Spans that arrived, as bytes of OTLP.</param>
internal sealed record ObservabilityFigures(
    double ObservedPerSecond, double UnobservedPerSecond, double OverheadPercent, double ObservedCpu,
    double UnobservedCpu, double CpuOverheadPercent, long Scrapes, long ScrapeBytes, long SpanBytes)
{
    /// <summary>The last line of the output.</summary>
    public string ToJsonString() => new JsonObject
    {
        ["observed_commands_per_s"] = Math.Round(ObservedPerSecond),
        ["unobserved_commands_per_s"] = Math.Round(UnobservedPerSecond),
        ["overhead_percent"] = Math.Round(OverheadPercent, 2),
        ["observed_cpu_us"] = Math.Round(ObservedCpu, 1),
        ["unobserved_cpu_us"] = Math.Round(UnobservedCpu, 1),
        ["cpu_overhead_percent"] = Math.Round(CpuOverheadPercent, 2),
        ["scrapes"] = Scrapes,
        ["scrape_bytes"] = ScrapeBytes,
        ["span_bytes"] = SpanBytes,
    }.ToJsonString();
}
