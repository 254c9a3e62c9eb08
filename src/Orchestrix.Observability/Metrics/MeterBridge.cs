using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Prometheus;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// Carries the measurements of .NET's meters to a registry of prometheus-net. Counters are counted from the moment the
/// bridge starts, whether or not anything is ever scraped, and are never dropped. Safe for concurrent use.
/// </summary>
/// <remarks>
/// prometheus-net's own adapter misses what was counted before the first scrape, exports counters as gauges without
/// <c>_total</c>, ignores advised buckets and drops series that are idle for five minutes.
/// </remarks>
public sealed class MeterBridge : IDisposable
{
    /// <summary>.NET's runtime calls these counters; they go down as well.</summary>
    private static readonly FrozenSet<string> Mistyped = new[]
    {
        "dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly MetricsOptions _options;
    private readonly MeterListener _listener = new();
    private readonly ConditionalWeakTable<Instrument, InstrumentSink> _observed = [];
    private readonly ConcurrentDictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Lock _observing = new();
    private readonly MetricFactory _factory;
    private readonly Counter _overflowed;
    private readonly Counter _failed;
    private object? _scope;
    private bool _isStarted;

    /// <summary>Makes a bridge that is not started yet.</summary>
    /// <param name="options">Which meters, and under which names.</param>
    public MeterBridge(MetricsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        // An exemplar for each measurement within a trace costs more than the measurement.
        _factory = Prometheus.Metrics.WithCustomRegistry(Registry);
        _factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        _overflowed = _factory.CreateCounter(
            $"{options.Namespace}_metrics_overflow_total",
            "Measurements of series beyond the limit of their metric; they are kept together in one series.",
            ["metric"]);
        _failed = _factory.CreateCounter(
            $"{options.Namespace}_metrics_failures_total",
            "Instruments that could not be observed, or whose name another kind of metric has.",
            ["reason"]);
        Registry.AddBeforeCollectCallback(Observe);
        _listener.InstrumentPublished = Publish;
        _listener.MeasurementsCompleted = static (_, sink) => ((InstrumentSink?)sink)?.Complete();
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, sink) => Record(value, tags, sink));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, sink) => Record(value, tags, sink));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, sink) => Record(value, tags, sink));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, sink) => Record(value, tags, sink));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, sink) => Record(value, tags, sink));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, sink) => Record(value, tags, sink));
        _listener.SetMeasurementEventCallback<decimal>(
            static (_, value, tags, sink) => Record((double)value, tags, sink));
    }

    /// <summary>Holds the metrics.</summary>
    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    /// <summary>Begins to listen; a second time does nothing.</summary>
    /// <param name="scope">The host's own meter factory. Meters that another host's factory made are passed over,
    /// meters that none made are not. Null listens to all.</param>
    public void Start(IMeterFactory? scope = null)
    {
        if (Interlocked.Exchange(ref _isStarted, true))
            return;
        _scope = scope;
        _listener.Start();
    }

    /// <summary>Writes all metrics in Prometheus' text format.</summary>
    public Task WriteAsync(Stream to, CancellationToken cancellationToken = default) =>
        Registry.CollectAndExportAsTextAsync(to, cancellationToken);

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? sink) =>
        ((InstrumentSink)sink!).Record(value, tags);

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!_options.Includes(instrument.Meter.Name)
            || (_scope is not null && instrument.Meter.Scope is IMeterFactory other && other != _scope))
        {
            return;
        }
        if (CreateSink(instrument) is not { } sink)
        {
            _failed.WithLabels("name").Inc();
            return;
        }
        if (instrument.IsObservable)
            _observed.AddOrUpdate(instrument, sink);
        listener.EnableMeasurementEvents(instrument, sink);
    }

    /// <summary>Null if the name belongs to a metric of another kind: it would fail in whoever measures.</summary>
    private InstrumentSink? CreateSink(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        var isCounter = kind is "Counter`1" or "ObservableCounter`1" && !Mistyped.Contains(instrument.Name);
        var name = MetricNames.Metric(instrument.Name, instrument.Unit, isCounter, _options.Namespace);
        var type = isCounter ? "counter" : kind == "Histogram`1" ? "histogram" : "gauge";
        if (_types.GetOrAdd(name, type) != type)
            return null;
        var help = instrument.Description ?? "";
        Action overflow = () => _overflowed.WithLabels(name).Inc();
        var max = _options.MaxSeriesPerMetric;
        return type switch
        {
            "histogram" => new HistogramSink(_factory, name, help, MetricBuckets.Of(instrument), max, overflow),
            "counter" => new CounterSink(_factory, name, help, instrument.IsObservable, max, overflow),
            // An observed up-down counter tells its sum and not what to add.
            _ => new GaugeSink(
                _factory, name, help, adds: kind == "UpDownCounter`1", instrument.IsObservable, max, overflow),
        };
    }

    /// <summary>Asks the observed instruments, before each collection; collections may overlap.</summary>
    private void Observe()
    {
        lock (_observing)
        {
            foreach (var (_, sink) in _observed)
                sink.BeginObservation();
            try
            {
                _listener.RecordObservableInstruments();
            }
            // What one instrument's callback throws must not hide all other metrics.
            catch (Exception)
            {
                _failed.WithLabels("observation").Inc();
            }
            foreach (var (_, sink) in _observed)
                sink.EndObservation();
        }
    }
}
