using System.CommandLine;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Seals;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>seals</c>: measures what sealing the log costs those who append.</summary>
internal static class SealsCommand
{
    private const string Help = """
        Runs the same commands on a silo that seals the log every second and on one that does not, in pairs in one run,
        each pair in the other order than the one before; then verifies the log. The last line of standard output is one
        JSON object.
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
            DefaultValueFactory = static _ => 6,
        };
        var callers = new Option<int>("--callers")
        {
            HelpName = "number",
            Description = "Callers, each waiting for its answer before it sends the next command.",
            DefaultValueFactory = static _ => 128,
        };
        var command = new DetailedCommand("seals", "Measure what sealing the log costs.", Help)
        {
            rounds, seconds, callers,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var screen = new RunScreen();
            var directory = Path.GetFullPath(Path.Combine("artifacts", "bench", "seals-data"));
            await using var server = await BenchServer.StartAsync(directory, TimeProvider.System, cancellationToken);
            var run = new SealsRun(
                server, result.GetValue(rounds), result.GetValue(seconds), result.GetValue(callers), screen.Say);
            var figures = await run.RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;
        });
        return command;
    }
}
