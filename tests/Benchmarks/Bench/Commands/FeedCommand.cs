using System.CommandLine;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Feed;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Cli;

namespace Orchestrix.Benchmarks.Commands;

/// <summary><c>feed</c>: measures how the log is followed.</summary>
internal static class FeedCommand
{
    private const string Live = "live";
    private const string Followed = "appends";
    private const string CatchUp = "catch-up";

    private static readonly string[] _parts = [Live, Followed, CatchUp];

    private const string Help = """
        Measures, on one server: how long a committed event takes to become a row that others see, at a constant rate of
        commands, in another silo and in the same one; what twenty live subscriptions and NOTIFY cost the appends; and
        how fast a projection catches up and is rebuilt, against reading the log alone. The last line of standard output
        is one JSON object.
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
        var pairs = new Option<int>("--pairs")
        {
            HelpName = "number",
            Description = "How often appends are measured with subscriptions and without.",
            DefaultValueFactory = static _ => 6,
        };
        var only = new Option<string[]>("--only")
        {
            HelpName = "part",
            Description = $"Parts to measure, separated by commas: {string.Join(", ", _parts)}. Default: all.",
            CustomParser = static result => [.. result.Tokens.SelectMany(static token => token.Value.Split(','))],
        };
        only.Validators.Add(static result =>
        {
            foreach (var name in result.GetValueOrDefault<string[]>()?.Except(_parts) ?? [])
                result.AddError($"--only knows {string.Join(", ", _parts)}, not {name}.");
        });
        var command = new DetailedCommand("feed", "Measure how the log is followed.", Help)
        {
            events, accounts, rounds, pairs, only,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var screen = new RunScreen();
            var wanted = result.GetValue(only) is { Length: > 0 } parts ? parts : _parts;
            var directory = Path.GetFullPath(Path.Combine("artifacts", "bench"));
            await using var server = await BenchServer.StartAsync(
                Path.Combine(directory, "feed-data"), TimeProvider.System, cancellationToken);
            var live = new LiveRun(server, screen);
            var figures = new FeedFigures(
                await IfAsync(Live, () => live.RunAsync(isOtherSilo: true, cancellationToken)),
                await IfAsync(Live, () => live.RunAsync(isOtherSilo: false, cancellationToken)),
                await IfAsync(Followed, () => new FollowedRun(server, result.GetValue(pairs), directory, screen)
                    .RunAsync(cancellationToken)),
                await IfAsync(CatchUp, () => new CatchUpRun(
                    server, result.GetValue(events), result.GetValue(accounts), result.GetValue(rounds), screen.Say)
                    .RunAsync(cancellationToken)));
            await Console.Out.WriteLineAsync(figures.ToJsonString());
            return 0;

            async Task<T?> IfAsync<T>(string part, Func<Task<T>> run) where T : class =>
                wanted.Contains(part) ? await run() : null;
        });
        return command;
    }
}
