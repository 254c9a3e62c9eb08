using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Processes;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>
/// What it costs the appends that others follow the log: the same load on a silo that tells nobody, on one that tells
/// other silos by NOTIFY, and on one that also runs twenty subscriptions. In rounds and in turns, in another order each
/// time; each loss is that of two cells of the same round.
/// </summary>
internal sealed class FollowedRun(BenchServer server, int rounds, string outputDirectory, RunScreen screen)
{
    /// <summary>Subscriptions of the silo that is followed.</summary>
    public const int Subscriptions = 20;

    private const int Callers = 256;
    private const double WarmupSeconds = 1.5;
    private const double Seconds = 3;

    private static readonly string[] _names = [SystemNames.Silent, SystemNames.Aggregate, SystemNames.Followed];

    public async Task<FollowedFigures> RunAsync(CancellationToken cancellationToken)
    {
        var systems = new Dictionary<string, ISystem>();
        var rates = _names.ToDictionary(static name => name, static _ => new Dictionary<int, double>());
        var costs = _names.ToDictionary(static name => name, static _ => new Dictionary<int, double>());
        var behind = 0.0;
        try
        {
            await server.SetAutovacuumAsync(isOn: false, cancellationToken);
            foreach (var name in _names)
                systems.Add(name, await StartAsync(name, cancellationToken));
            var cells = new CellRunner(server, WarmupSeconds, Seconds);
            for (var round = 1; round <= rounds; round++)
            {
                screen.StartRound(round, rounds);
                foreach (var name in InOrderOf(round))
                {
                    await server.AnalyzeAsync(Database(name), cancellationToken);
                    var result = await cells.MeasureAsync(
                        systems[name], WritesPlan.Hot(name, Callers), round, streams: null, cancellationToken);
                    if (result.Measured.Failed > 0)
                        throw new WorkerFailedException($"Commands failed: {result.Measured.FirstFailure}");
                    rates[name].Add(round, result.CommandsPerSecond);
                    costs[name].Add(round, result.ApplicationCpuPerThousand + result.DatabaseCpuPerThousand);
                    var late = (result.Measured.EventsBehind ?? 0) / result.EventsPerSecond * 1000;
                    behind = Math.Max(behind, late);
                    screen.Show(
                        result,
                        $"{costs[name][round] * 1000:N1} us CPU"
                        + (result.Measured.EventsBehind is null ? "" : $", {late:N0} ms behind"));
                }
            }
        }
        finally
        {
            foreach (var system in systems.Values)
                await system.DisposeAsync();
        }
        await server.SetAutovacuumAsync(isOn: true, cancellationToken);
        return new FollowedFigures(
            Growth(rates[SystemNames.Aggregate], rates[SystemNames.Silent], -1),
            Growth(rates[SystemNames.Followed], rates[SystemNames.Aggregate], -1),
            Growth(costs[SystemNames.Aggregate], costs[SystemNames.Silent], 1),
            Growth(costs[SystemNames.Followed], costs[SystemNames.Aggregate], 1),
            Spread.Of(rates[SystemNames.Aggregate].Values)!, behind);
    }

    /// <summary>By how many percent a figure grew from one cell of a round to another; a loss with sign -1.</summary>
    private static Spread Growth(Dictionary<int, double> to, Dictionary<int, double> from, int sign) =>
        Spread.Of(to.Select(each => sign * ((each.Value / from[each.Key]) - 1) * 100))!;

    /// <summary>Every system is first, second and last equally often, and follows each of the others.</summary>
    private static IEnumerable<string> InOrderOf(int round)
    {
        var rotated = _names.Skip(round % _names.Length).Concat(_names.Take(round % _names.Length));
        return round / _names.Length % 2 == 0 ? rotated : rotated.Reverse();
    }

    private static string Database(string system) => $"feed_{system}";

    private async Task<ISystem> StartAsync(string name, CancellationToken cancellationToken)
    {
        screen.Say($"Starting {name}");
        var connection = await server.CreateDatabaseAsync(Database(name), cancellationToken);
        var logFile = Path.Combine(outputDirectory, $"{Database(name)}.log");
        File.Delete(logFile);
        return await WorkerSystem.StartAsync(
            name, Programs.Bench, connection, logFile, [new Scenario(ScenarioKind.Hot, Callers, 1, 0, 5)],
            cancellationToken);
    }
}
