using System.CommandLine;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Sagas;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>sagas-idle</c>: measures what sagas cost that wait, and what their index costs the others.</summary>
internal static class SagasIdleCommand
{
    private const string Help = """
        Runs short sagas in paired rounds with and without the index, then lets many sagas wait and measures the memory
        of the silo for each, while its grain is active and after it was deactivated, and the load of database and silo
        while nothing happens. The last line of standard output is one JSON object.
        """;

    public static Command Create()
    {
        var waiting = Number("--waiting", "Sagas that wait.", 100_000);
        var shortSagas = Number("--short", "Short sagas of a round.", 10_000);
        var rounds = Number("--rounds", "Paired rounds of short sagas.", 3);
        var seconds = Number("--seconds", "How long the load at rest is measured.", 20);
        var command = new DetailedCommand("sagas-idle", "Measure what sagas cost that wait.", Help)
        {
            waiting, shortSagas, rounds, seconds,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var screen = new RunScreen();
            var directory = Path.GetFullPath(Path.Combine("artifacts", "bench", "sagas-data"));
            await using var server = await BenchServer.StartAsync(directory, TimeProvider.System, cancellationToken);
            var run = new IdleRun(
                server, result.GetValue(waiting), result.GetValue(shortSagas), result.GetValue(rounds),
                TimeSpan.FromSeconds(result.GetValue(seconds)), screen.Say);
            var figures = await run.RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int fallback) => new(name)
    {
        HelpName = "number",
        Description = description,
        DefaultValueFactory = _ => fallback,
    };
}
