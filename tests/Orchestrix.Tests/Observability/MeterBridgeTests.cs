using System.Diagnostics.Metrics;
using Orchestrix.Observability.Metrics;
using Orchestrix.Tests.Support;

namespace Orchestrix.Tests.Observability;

/// <summary>What meters measure arrives in a scrape: every count, under the right name and type.</summary>
public sealed class MeterBridgeTests : IDisposable
{
    private const int Limit = 20;

    private readonly MeterFactory _meters = new();
    private readonly MeterBridge _bridge;
    private readonly Meter _meter;

    public MeterBridgeTests()
    {
        var options = new MetricsOptions { MaxSeriesPerMetric = Limit };
        options.Meters.Add("Test*");
        _bridge = new MeterBridge(options);
        _bridge.Start(_meters);
        _meter = _meters.Create(new MeterOptions("Test"));
    }

    public void Dispose()
    {
        _bridge.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task What_was_counted_before_the_first_scrape_is_counted()
    {
        var counter = _meter.CreateCounter<long>("orchestrix.things", "{thing}", "Things.");
        for (var count = 0; count < 1000; count++)
            counter.Add(1, new KeyValuePair<string, object?>("kind", "a"));

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.Equal(1000, scrape["orchestrix_things_total{kind=\"a\"}"]);
        Assert.Equal("counter", scrape.TypeOf("orchestrix_things_total"));
    }

    [Fact]
    public async Task An_instrument_that_was_there_before_the_bridge_is_heard()
    {
        using var bridge = new MeterBridge(Options("Early"));
        var counter = _meters.Create(new MeterOptions("Early")).CreateCounter<int>("early");
        bridge.Start(_meters);
        counter.Add(3);

        Assert.Equal(3, (await Scrape.OfAsync(bridge))["early_total"]);
    }

    [Fact]
    public async Task Texts_that_are_equal_are_one_series_whether_or_not_they_are_the_same_object()
    {
        var counter = _meter.CreateCounter<long>("texts");
        for (var round = 0; round < 3; round++)
        {
            // More values than are found by their reference alone.
            for (var one = 0; one < Limit; one++)
                counter.Add(1, new KeyValuePair<string, object?>($"{'k'}ind", $"v{one}"));
        }

        var scrape = await Scrape.OfAsync(_bridge);

        for (var one = 0; one < Limit; one++)
            Assert.Equal(3, scrape[$"texts_total{{kind=\"v{one}\"}}"]);
    }

    [Fact]
    public async Task A_series_that_was_gone_and_is_back_is_told_again()
    {
        var isThere = true;
        _meter.CreateObservableGauge("comes", () => isThere
            ? (Measurement<long>[])[new(7, new KeyValuePair<string, object?>("one", "a"))]
            : []);
        await Scrape.OfAsync(_bridge);
        isThere = false;
        Assert.Equal(double.NaN, (await Scrape.OfAsync(_bridge))["comes{one=\"a\"}"]);
        isThere = true;

        Assert.Equal(7, (await Scrape.OfAsync(_bridge))["comes{one=\"a\"}"]);
    }

    [Fact]
    public async Task A_histogram_has_the_buckets_that_it_advises()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 2] };
        var histogram = _meter.CreateHistogram("orchestrix.wait", "s", "Waits.", null, advice);
        foreach (var value in new[] { 0.5, 1, 3 })
            histogram.Record(value);

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.Equal("histogram", scrape.TypeOf("orchestrix_wait_seconds"));
        Assert.Equal(
            [("0.5", 1), ("2", 2), ("+Inf", 3)],
            new[] { "0.5", "2", "+Inf" }
                .Select(le => (le, (int)scrape[$"orchestrix_wait_seconds_bucket{{le=\"{le}\"}}"])));
        Assert.Equal((4.5, 3), (scrape["orchestrix_wait_seconds_sum"], scrape["orchestrix_wait_seconds_count"]));
        Assert.Equal(3, scrape.Samples.Keys.Count(key => key.StartsWith("orchestrix_wait_seconds_b",
            StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_series_that_is_no_longer_observed_is_gone_and_a_counter_never_is()
    {
        var present = new List<string> { "a", "b" };
        IEnumerable<Measurement<long>> Each() =>
            present.Select(one => new Measurement<long>(7, new KeyValuePair<string, object?>("one", one)));
        _meter.CreateObservableGauge("behind", Each);
        _meter.CreateObservableCounter("seen", Each);
        await Scrape.OfAsync(_bridge);
        present.Remove("b");

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.Equal(7, scrape["behind{one=\"a\"}"]);
        Assert.Equal(double.NaN, scrape["behind{one=\"b\"}"]);
        Assert.Equal(7, scrape["seen_total{one=\"b\"}"]);
    }

    [Fact]
    public async Task An_observed_counter_that_begins_anew_goes_on_from_where_it_was()
    {
        var value = 5L;
        _meter.CreateObservableCounter("sum", () => value);
        await Scrape.OfAsync(_bridge);
        value = 2;

        Assert.Equal(7, (await Scrape.OfAsync(_bridge))["sum_total"]);
        Assert.Equal(7, (await Scrape.OfAsync(_bridge))["sum_total"]);
    }

    [Fact]
    public async Task Series_beyond_the_limit_are_kept_together_and_counted()
    {
        var counter = _meter.CreateCounter<long>("many");
        for (var one = 0; one < 3 * Limit; one++)
            counter.Add(2, new KeyValuePair<string, object?>("one", one));

        var scrape = await Scrape.OfAsync(_bridge);

        var series = scrape.Samples.Where(pair => pair.Key.StartsWith("many_total", StringComparison.Ordinal)).ToList();
        Assert.Equal(Limit + 1, series.Count);
        Assert.Equal(2 * 3 * Limit, series.Sum(pair => pair.Value));
        Assert.Equal(2 * 2 * Limit, scrape["many_total{otel_metric_overflow=\"true\"}"]);
        Assert.Equal(2 * Limit, scrape["orchestrix_metrics_overflow_total{metric=\"many_total\"}"]);
    }

    [Fact]
    public async Task No_count_is_lost_between_threads_and_scrapes()
    {
        var counter = _meter.CreateCounter<long>("busy");
        var histogram = _meter.CreateHistogram<int>("busy.size");
        const int threads = 4, each = 50_000;
        using var over = new CancellationTokenSource();
        var scraping = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
                await Scrape.OfAsync(_bridge);
        });
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var count = 0; count < each; count++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("thread", (thread + count) % 3));
                histogram.Record(count % 7);
            }
        })));
        await over.CancelAsync();
        await scraping;

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.Equal(threads * each, Enumerable.Range(0, 3).Sum(one => scrape[$"busy_total{{thread=\"{one}\"}}"]));
        Assert.Equal(threads * each, scrape["busy_size_count"]);
    }

    [Fact]
    public async Task A_callback_that_throws_hides_nothing_else()
    {
        Func<long> broken = () => throw new InvalidOperationException();
        _meter.CreateObservableGauge("broken", broken);
        _meter.CreateObservableGauge("sound", () => 4);

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.Equal(4, scrape["sound"]);
        Assert.Equal(1, scrape["orchestrix_metrics_failures_total{reason=\"observation\"}"]);
    }

    [Fact]
    public async Task A_name_that_belongs_to_another_kind_is_refused_and_harms_nobody()
    {
        _meter.CreateCounter<long>("same").Add(1);
        _meter.CreateHistogram<double>("same_total").Record(5);

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.Equal(1, scrape["same_total"]);
        Assert.Equal(1, scrape["orchestrix_metrics_failures_total{reason=\"name\"}"]);
    }

    [Fact]
    public async Task Neither_another_hosts_meters_nor_those_that_nobody_asked_for_are_exported()
    {
        using var others = new MeterFactory();
        others.Create(new MeterOptions("Test")).CreateCounter<int>("theirs").Add(1);
        _meters.Create(new MeterOptions("Unasked")).CreateCounter<int>("unasked").Add(1);

        var scrape = await Scrape.OfAsync(_bridge);

        Assert.DoesNotContain(scrape.Samples.Keys, key => key.StartsWith("theirs", StringComparison.Ordinal)
            || key.StartsWith("unasked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_of_a_label_cannot_end_its_line()
    {
        _meter.CreateCounter<int>("odd").Add(1, new KeyValuePair<string, object?>("le", "a\"b\\c\nd 1"));

        Assert.Equal(1, (await Scrape.OfAsync(_bridge))["""odd_total{le_="a\"b\\c\nd 1"}"""]);
    }

    [Fact]
    public void Counting_in_a_series_that_exists_costs_no_allocation()
    {
        var counter = _meter.CreateCounter<long>("free");
        var histogram = _meter.CreateHistogram<double>("free.time", "s");
        void Measure(int times)
        {
            for (var count = 0; count < times; count++)
            {
                counter.Add(1, new("type", "a"), new KeyValuePair<string, object?>("status", "success"));
                histogram.Record(0.1, new KeyValuePair<string, object?>("type", "a"));
            }
        }
        Measure(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Measure(10_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    private static MetricsOptions Options(string meter)
    {
        var options = new MetricsOptions();
        options.Meters.Add(meter);
        return options;
    }
}
