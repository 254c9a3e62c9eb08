using System.Diagnostics.Metrics;

namespace Orchestrix.Observability.Metrics;

/// <summary>The bounds of a histogram's buckets: what its instrument advises, else what its unit suggests.</summary>
internal static class MetricBuckets
{
    private static readonly double[] Seconds =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly double[] Bytes =
        [64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216];

    // OpenTelemetry's default for explicit buckets, in milliseconds or in ones.
    private static readonly double[] Others =
        [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

    public static double[] Of(Instrument instrument)
    {
        var advised = instrument switch
        {
            Histogram<double> of => Advice(of),
            Histogram<int> of => Advice(of),
            Histogram<long> of => Advice(of),
            Histogram<float> of => Advice(of),
            Histogram<short> of => Advice(of),
            Histogram<byte> of => Advice(of),
            Histogram<decimal> of => Advice(of),
            _ => null,
        };
        if (advised is { Length: > 0 })
            return advised;
        return instrument.Unit switch
        {
            "s" => Seconds,
            "By" or "bytes" => Bytes,
            _ => Others,
        };
    }

    private static double[]? Advice<T>(Histogram<T> histogram) where T : struct =>
        histogram.Advice?.HistogramBucketBoundaries?.Select(static bound => Convert.ToDouble(bound, null)).ToArray();
}
