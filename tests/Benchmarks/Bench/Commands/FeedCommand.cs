using System.CommandLine;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Feed;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>feed</c>: measures how projections catch up with the log.</summary>
internal static class FeedCommand
{
    private const string Help = """
        Fills a log with the bank's events and measures, in rounds and in turns: reading it, catching up the bank's
        balances from an empty table, and rebuilding them beside the running ones with the comparison. The last line of
        standard output is one JSON object.
        """;

    public static Command Create()
    {
        var events = new Option<long>("--events")
        {
            HelpName = "number",
            Description = "Events in the log.",
            DefaultValueFactory = static _ => 200_000,
        };
        var accounts = new Option<int>("--accounts")
        {
            HelpName = "number",
            Description = "Accounts that they are of.",
            DefaultValueFactory = static _ => 10_000,
        };
        var rounds = new Option<int>("--rounds")
        {
            HelpName = "number",
            Description = "How often each is measured.",
            DefaultValueFactory = static _ => 3,
        };
        var command = new DetailedCommand("feed", "Measure how projections catch up with the log.", Help)
        {
            events, accounts, rounds,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var screen = new RunScreen();
            var directory = Path.GetFullPath(Path.Combine("artifacts", "bench", "feed-data"));
            await using var server = await BenchServer.StartAsync(directory, TimeProvider.System, cancellationToken);
            var run = new FeedRun(
                server, result.GetValue(events), result.GetValue(accounts), result.GetValue(rounds), screen.Say);
            var figures = await run.RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;
        });
        return command;
    }
}
