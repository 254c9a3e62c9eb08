using System.CommandLine;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Observability;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>observability</c>: measures what metrics and traces cost.</summary>
internal static class ObservabilityCommand
{
    private const string Help = """
        Runs the same commands on a silo whose metrics are scraped every second and of whose traces a tenth is sent by
        OTLP, and on one without either, in pairs in one run, each pair in the other order than the one before. What
        scrapes and receives shares the processors. The last line of standard output is one JSON object.
        """;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds")
        {
            HelpName = "number",
            Description = "Pairs.",
            DefaultValueFactory = static _ => 8,
        };
        var seconds = new Option<double>("--seconds")
        {
            HelpName = "number",
            Description = "How long each half of a pair is measured.",
            DefaultValueFactory = static _ => 5,
        };
        var callers = new Option<int>("--callers")
        {
            HelpName = "number",
            Description = "Callers, each waiting for its answer before it sends the next command.",
            DefaultValueFactory = static _ => 128,
        };
        var command = new DetailedCommand("observability", "Measure what metrics and traces cost.", Help)
        {
            rounds, seconds, callers,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var screen = new RunScreen();
            var directory = Path.GetFullPath(Path.Combine("artifacts", "bench", "observability-data"));
            await using var server = await BenchServer.StartAsync(directory, TimeProvider.System, cancellationToken);
            var run = new ObservabilityRun(
                server, result.GetValue(rounds), result.GetValue(seconds), result.GetValue(callers), screen.Say);
            var figures = await run.RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;
        });
        return command;
    }
}
