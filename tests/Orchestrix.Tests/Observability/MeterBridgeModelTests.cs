using System.Diagnostics.Metrics;
using CsCheck;
using Orchestrix.Observability.Metrics;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Observability;

/// <summary>Whatever is measured, in whatever order: a scrape says what a plain listener of .NET has heard.</summary>
public sealed class MeterBridgeModelTests
{
    private static readonly string[] Kinds = ["counter", "histogram", "gauge", "updown"];

    private static readonly string?[] Colours = [null, "red", "blue"];

    private static readonly bool?[] Flags = [null, true, false];

    private static readonly Gen<(int Kind, int Value, string? Colour, bool? Flag)[]> Measurements = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 50], Gen.Int[0, 2].Select(one => Colours[one]),
        Gen.Int[0, 2].Select(one => Flags[one]))
        .Array[0, 200];

    [Fact]
    public void A_scrape_says_what_was_measured() => Measurements.Sample(Check, iter: 200, threads: 1);

    private static void Check((int Kind, int Value, string? Colour, bool? Flag)[] measurements)
    {
        using var meters = new MeterFactory();
        var options = new MetricsOptions();
        options.Meters.Add("Model");
        using var bridge = new MeterBridge(options);
        using var model = new Model(meters);
        bridge.Start(meters);
        var meter = meters.Create(new MeterOptions("Model"));
        var (counter, histogram, gauge, updown) = (
            meter.CreateCounter<long>("model.counter"), meter.CreateHistogram<int>("model.histogram", "By"),
            meter.CreateGauge<double>("model.gauge", "s"), meter.CreateUpDownCounter<short>("model.updown"));
        foreach (var (kind, value, colour, flag) in measurements)
        {
            KeyValuePair<string, object?>[] tags =
            [
                .. colour is null ? [] : new[] { new KeyValuePair<string, object?>("colour", colour) },
                .. flag is null ? [] : new[] { new KeyValuePair<string, object?>("a.flag", flag) },
            ];
            switch (Kinds[kind])
            {
                case "counter": counter.Add(value, tags); break;
                case "histogram": histogram.Record(value, tags); break;
                case "gauge": gauge.Record(value, tags); break;
                default: updown.Add((short)(value - 25), tags); break;
            }
        }

        var scrape = Scrape.OfAsync(bridge).GetAwaiter().GetResult();

        var samples = scrape.Samples.Where(pair => pair.Key.StartsWith("model", StringComparison.Ordinal)
            && !pair.Key.Contains("_bucket", StringComparison.Ordinal));
        Assert.Equal(
            model.Expected.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            samples.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    /// <summary>What a scrape should say, kept by the simplest means.</summary>
    private sealed class Model : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Model(MeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add("model_counter_total", value, tags));
            _listener.SetMeasurementEventCallback<short>((_, value, tags, _) => Add("model_updown", value, tags));
            _listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
            {
                Add("model_histogram_bytes_sum", value, tags);
                Add("model_histogram_bytes_count", 1, tags);
            });
            _listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
                Expected[Series("model_gauge_seconds", tags)] = value);
            _listener.Start();
        }

        public Dictionary<string, double> Expected { get; } = new(StringComparer.Ordinal);

        public void Dispose() => _listener.Dispose();

        private static string Series(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => tag.Value is bool
                ? $"a_flag=\"{(tag.Value is true ? "true" : "false")}\""
                : $"colour=\"{tag.Value}\"").ToArray();
            return labels.Length == 0 ? name : $"{name}{{{string.Join(',', labels)}}}";
        }

        private void Add(string name, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var series = Series(name, tags);
            Expected[series] = Expected.GetValueOrDefault(series) + value;
        }
    }
}
