using System.CommandLine;
using Orchestrix.Benchmarks.Observability;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>observability</c>: measures what metrics and traces cost.</summary>
internal static class ObservabilityCommand
{
    private const string Help = """
        Runs the same commands on a silo whose metrics are scraped every 5 seconds and of whose traces a tenth is sent
        by OTLP, and on one without either, in pairs in one run, each pair in the other order than the one before. What
        scrapes and receives shares the processors. The last line of standard output is one JSON object.
        """;

    public static Command Create() => PairedCommand.Create(
        "observability", "Measure what metrics and traces cost.", Help, seconds: 10, ObservabilityRun.RunAsync);
}
