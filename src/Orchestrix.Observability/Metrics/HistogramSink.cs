using Prometheus;

namespace Orchestrix.Observability.Metrics;

/// <summary>A histogram with fixed buckets.</summary>
internal sealed class HistogramSink(
    MetricFactory factory, string name, string help, double[] buckets, int maxSeries, Action overflowed)
    : InstrumentSink(maxSeries, overflowed)
{
    protected override Series Create(Labels labels) => new Bucketed(factory
        .CreateHistogram(name, help, labels.Names, new HistogramConfiguration { Buckets = buckets })
        .WithLabels(labels.Values));

    private sealed class Bucketed(Histogram.Child histogram) : Series
    {
        public override void Record(double value)
        {
            if (!double.IsNaN(value))
                histogram.Observe(value);
        }
    }
}
