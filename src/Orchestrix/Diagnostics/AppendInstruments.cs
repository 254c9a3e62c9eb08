using System.Diagnostics.Metrics;

namespace Orchestrix.Diagnostics;

/// <summary>The instruments of what is appended to the log.</summary>
internal sealed record AppendInstruments(
    Histogram<int> BatchSize, Histogram<double> Duration, Counter<long> Conflicts, Counter<long> Uncertain,
    Counter<long> Refused)
{
    public static AppendInstruments On(Meter meter) => new(
        meter.CreateHistogram<int>(
            "orchestrix.append.batch_size", "{commit}", "Commits of one batch that was sent to the store.",
            advice: new InstrumentAdvice<int>
            {
                HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
            }),
        meter.CreateHistogram<double>(
            "orchestrix.append.duration", "s", "Time of one batch, from its sending to its answer.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries =
                    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            }),
        meter.CreateCounter<long>(
            "orchestrix.append.conflicts", "{commit}", "Commits that were decided on a version that had passed."),
        meter.CreateCounter<long>(
            "orchestrix.append.uncertain", "{commit}", "Commits whose fate was not learned before the deadline."),
        meter.CreateCounter<long>(
            "orchestrix.append.refused", "{commit}", "Commits that found the queue full, or were not sent in time."));
}
