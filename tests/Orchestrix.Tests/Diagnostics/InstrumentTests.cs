using System.Diagnostics.Metrics;
using Orchestrix.Diagnostics;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Tests.Diagnostics;

/// <summary>Dashboards and alerts rely on names: the reference lists each instrument as it is.</summary>
public sealed class InstrumentTests
{
    private static readonly string[] Prefixes =
        ["orchestrix.subscription.", "orchestrix.projection.", "orchestrix.dead_letters"];

    [Fact]
    public void The_instruments_of_the_feed_are_in_the_reference()
    {
        var reference = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "metrics.md"));
        var own = Instruments().Where(static one => Prefixes.Any(one.Name.StartsWith)).ToArray();

        Assert.Equal(6, own.Count(static one => one.Name != "orchestrix.projection.events_behind"));
        Assert.All(own, instrument =>
        {
            var line = reference.Split('\n').Single(
                line => line.StartsWith($"| `{instrument.Name}` ", StringComparison.Ordinal));
            Assert.Contains($"| {Kind(instrument)} | `{instrument.Unit}` |", line, StringComparison.Ordinal);
            Assert.Contains($"| `{InPrometheus(instrument)}` |", line, StringComparison.Ordinal);
        });
    }

    private static List<Instrument> Instruments()
    {
        var instruments = new List<Instrument>();
        using var metrics = new OrchestrixMetrics();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == OrchestrixMetrics.MeterName)
                    instruments.Add(instrument);
            },
        };
        listener.Start();
        // Other tests have meters of that name as well.
        return [.. instruments.DistinctBy(static one => one.Name)];
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" => "counter",
        "Histogram`1" => "histogram",
        _ => "gauge",
    };

    // https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
    private static string InPrometheus(Instrument instrument) =>
        instrument.Name.Replace('.', '_')
        + (instrument.Unit == "s" ? "_seconds" : "")
        + (Kind(instrument) == "counter" ? "_total" : "");
}
