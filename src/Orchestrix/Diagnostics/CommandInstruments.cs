using System.Diagnostics.Metrics;

namespace Orchestrix.Diagnostics;

/// <summary>The instruments of commands, and of events by their type.</summary>
internal sealed record CommandInstruments(
    Counter<long> Commands, Histogram<double> Latency, Counter<long> Events, Histogram<double> Processing)
{
    public static CommandInstruments On(Meter meter)
    {
        var buckets = new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries =
                [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        };
        return new CommandInstruments(
            meter.CreateCounter<long>("orchestrix.commands", "{command}", "Commands, by their outcome."),
            meter.CreateHistogram<double>(
                "orchestrix.commands.latency", "s",
                "Time from a command's arrival at its aggregate to its answer.", advice: buckets),
            meter.CreateCounter<long>(
                "orchestrix.events", "{event}", "Events that were sent to the log, by what became of them."),
            meter.CreateHistogram<double>(
                "orchestrix.events.processing", "s",
                "Time that a handler, or a projection for its share of a page, took for an event.",
                advice: buckets));
    }
}
