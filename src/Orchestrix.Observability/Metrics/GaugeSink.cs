using Prometheus;

namespace Orchestrix.Observability.Metrics;

/// <summary>
/// A value that goes up and down: told what it is, told what to add, or observed. A series that an observation no
/// longer mentions ends with it: a projection that was deleted is not behind for ever.
/// </summary>
/// <param name="factory">Makes the metrics.</param>
/// <param name="name">The metric's name.</param>
/// <param name="help">What it measures.</param>
/// <param name="adds">True if measurements are additions and no values.</param>
/// <param name="isObserved">True if it is observed at each collection.</param>
/// <param name="maxSeries">Most series.</param>
/// <param name="overflowed">Is told of each measurement beyond them.</param>
internal sealed class GaugeSink(
    MetricFactory factory, string name, string help, bool adds, bool isObserved, int maxSeries, Action overflowed)
    : InstrumentSink(maxSeries, overflowed)
{
    private int _observation;

    public override void BeginObservation() => _observation++;

    public override void EndObservation()
    {
        if (!isObserved)
            return;
        foreach (var (tags, series) in All)
        {
            if (((Value)series).SeenAt != _observation)
                Remove(tags);
        }
    }

    public override void Complete()
    {
        foreach (var (tags, _) in All)
            Remove(tags);
    }

    protected override Series Create(Labels labels) =>
        new Value(this, factory.CreateGauge(name, help, labels.Names), labels.Values);

    private sealed class Value(GaugeSink sink, Gauge gauge, string[] labels) : Series
    {
        private readonly Gauge.Child _child = gauge.WithLabels(labels);

        public int SeenAt { get; private set; } = sink._observation;

        public override void Record(double value)
        {
            SeenAt = sink._observation;
            if (sink.Adds)
                _child.Inc(value);
            else
                _child.Set(value);
        }

        public override void Remove() => _child.Remove();
    }

    private bool Adds => adds;
}
