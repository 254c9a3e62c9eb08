using System.CommandLine;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Sagas;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>sagas</c>: measures transfers of the bank.</summary>
internal static class SagasCommand
{
    private const string Help = """
        Starts a silo with the whole bank, projections included, and lets callers send transfers and wait for their end:
        between any two of 2,000 accounts, among ten only, and one after the other. pgbench's one-row commits on the
        same server are measured in turns with them. The last line of standard output is one JSON object.
        """;

    public static Command Create()
    {
        var callers = new Option<int>("--callers")
        {
            HelpName = "number",
            Description = "Callers that each wait for the end of a transfer before they start the next.",
            DefaultValueFactory = static _ => 256,
        };
        var rounds = new Option<int>("--rounds")
        {
            HelpName = "number",
            Description = "How often each is measured.",
            DefaultValueFactory = static _ => 3,
        };
        var seconds = new Option<double>("--seconds")
        {
            HelpName = "number",
            Description = "How long each is measured, in seconds, after half of that as warm-up.",
            DefaultValueFactory = static _ => 6,
        };
        var command = new DetailedCommand("sagas", "Measure transfers of the bank.", Help) { callers, rounds, seconds };
        command.SetAction(async (result, cancellationToken) =>
        {
            var output = Path.GetFullPath(Path.Combine("artifacts", "bench"));
            await using var server = await BenchServer.StartAsync(
                Path.Combine(output, "sagas-data"), TimeProvider.System, cancellationToken);
            var run = new SagasRun(
                server, new RunOptions { Quick = false, OutputDirectory = output }, result.GetValue(callers),
                result.GetValue(rounds), result.GetValue(seconds), new RunScreen());
            var figures = await run.RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;
        });
        return command;
    }
}
