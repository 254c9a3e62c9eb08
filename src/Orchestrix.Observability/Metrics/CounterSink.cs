using Prometheus;

namespace Orchestrix.Observability.Metrics;

/// <summary>A counter that is told what to add, or that is observed and tells what it has come to.</summary>
/// <param name="factory">Makes the metrics.</param>
/// <param name="name">The metric's name.</param>
/// <param name="help">What it counts.</param>
/// <param name="isObserved">True if measurements are sums and no additions.</param>
/// <param name="maxSeries">Most series.</param>
/// <param name="overflowed">Is told of each measurement beyond them.</param>
internal sealed class CounterSink(
    MetricFactory factory, string name, string help, bool isObserved, int maxSeries, Action overflowed)
    : InstrumentSink(maxSeries, overflowed)
{
    protected override Series Create(Labels labels)
    {
        var counter = factory.CreateCounter(name, help, labels.Names).WithLabels(labels.Values);
        return isObserved ? new Observed(counter) : new Told(counter);
    }

    private sealed class Told(Counter.Child counter) : Series
    {
        // A negative addition to what only grows is a mistake of its library.
        public override void Record(double value)
        {
            if (value >= 0)
                counter.Inc(value);
        }
    }

    private sealed class Observed(Counter.Child counter) : Series
    {
        private double _last;

        // Observations come one at a time. One that is lower than before began anew, as a restarted source does.
        public override void Record(double value)
        {
            var added = value >= _last ? value - _last : value;
            _last = value;
            if (added > 0)
                counter.Inc(added);
        }
    }
}
