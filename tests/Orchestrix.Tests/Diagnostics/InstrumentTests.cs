using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Orchestrix.Diagnostics;
using Orchestrix.Observability.Metrics;
using Orchestrix.PostgreSQL.Diagnostics;
using Orchestrix.Tests.Architecture;

namespace Orchestrix.Tests.Diagnostics;

/// <summary>Dashboards and alerts rely on names: the reference lists each instrument as it is, and no other.</summary>
public sealed partial class InstrumentTests
{
    [Fact]
    public void The_reference_lists_each_instrument_as_it_is() => Assert.Equal(
        Instruments().Select(Row).Order(StringComparer.Ordinal),
        Reference().Order(StringComparer.Ordinal));

    private static List<Instrument> Instruments()
    {
        var instruments = new List<Instrument>();
        using var metrics = new OrchestrixMetrics();
        using var server = new ServerInstruments();
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

    private static IEnumerable<string> Reference() =>
        OwnRow().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "metrics.md")))
            .Select(static row => row.Groups["known"].Value);

    private static string Row(Instrument instrument)
    {
        var kind = instrument.GetType().Name switch
        {
            "Counter`1" or "ObservableCounter`1" => "counter",
            "Histogram`1" => "histogram",
            _ => "gauge",
        };
        var metric = MetricNames.Metric(instrument.Name, instrument.Unit, kind == "counter", "orchestrix");
        return $"`{metric}` | `{instrument.Name}` | {kind} | `{instrument.Unit}` |";
    }

    [GeneratedRegex(@"^\| (?<known>`\w+` \| `[\w.]+` \| \w+ \| `[^`]+` \|)", RegexOptions.Multiline)]
    private static partial Regex OwnRow();
}
