using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Report;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>The suite <c>writes</c>: all cells in rounds, then the soak, then the fill.</summary>
internal sealed class WritesRun(RunOptions options, WritesPlan plan, RunScreen screen, TimeProvider time)
{
    private readonly Dictionary<string, ISystem> _systems = [];
    private readonly List<CellResult> _results = [];
    private readonly List<string> _failures = [];

    public async Task<RunResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        screen.Say("Starting PostgreSQL");
        await using var server = await BenchServer.StartAsync(
            Path.Combine(options.OutputDirectory, "postgres"), time, cancellationToken);
        var machine = await MachineFacts.ReadAsync(server, cancellationToken);
        var starter = new SystemStarter(server, options, time);
        try
        {
            await server.SetAutovacuumAsync(isOn: false, cancellationToken);
            await StartSystemsAsync(starter, cancellationToken);
            await MeasureRoundsAsync(server, cancellationToken);
        }
        finally
        {
            await StopSystemsAsync();
        }
        await server.SetAutovacuumAsync(isOn: true, cancellationToken);
        var soak = options.SoakMinutes > 0 && IsWanted(SystemNames.Aggregate)
            ? await TryAsync("soak", () => new Soak(server, starter, screen)
                .RunAsync(options.SoakMinutes, cancellationToken))
            : null;
        var fill = options.FillEvents > 0 && IsWanted(SystemNames.Aggregate)
            ? await TryAsync("fill", () => new Fill(server, starter, plan, screen, time)
                .RunAsync(options.FillEvents, cancellationToken))
            : null;
        return new RunResult
        {
            Machine = machine,
            Plan = plan,
            IsQuick = options.Quick,
            Cells = _results,
            Soak = soak,
            Fill = fill,
            Failures = _failures,
            PeersMeasured = options.Peers is not null,
            Seconds = time.GetElapsedTime(started).TotalSeconds,
        };
    }

    private static string Database(string system) => $"bench_{system}";

    private bool IsWanted(string system) =>
        (options.Only.Count == 0 || options.Only.Contains(system))
        && (options.Peers is not null || !SystemNames.Peers.Contains(system));

    private async Task StartSystemsAsync(SystemStarter starter, CancellationToken cancellationToken)
    {
        foreach (var name in plan.Cells.Select(static cell => cell.System).Distinct().Where(IsWanted))
        {
            screen.Say($"Starting {name}");
            var system = await TryAsync(name, () => starter.StartAsync(name, Database(name), cancellationToken));
            if (system is not null)
                _systems.Add(name, system);
        }
    }

    private async Task MeasureRoundsAsync(BenchServer server, CancellationToken cancellationToken)
    {
        var runner = new CellRunner(server, plan.WarmupSeconds, plan.Seconds);
        for (var round = 1; round <= plan.Rounds; round++)
        {
            foreach (var name in _systems.Keys)
                await server.AnalyzeAsync(Database(name), cancellationToken);
            screen.StartRound(round, plan.Rounds);
            foreach (var cell in plan.InOrderOf(round).Where(cell => _systems.ContainsKey(cell.System)))
            {
                var result = await TryAsync($"{cell.System}, {cell.Load}, {cell.Callers} callers", () =>
                    runner.MeasureAsync(_systems[cell.System], cell, round, streams: null, cancellationToken));
                if (result is null)
                {
                    await _systems[cell.System].DisposeAsync();
                    _systems.Remove(cell.System);
                    continue;
                }
                _results.Add(result);
                screen.Show(result);
            }
        }
    }

    private async Task StopSystemsAsync()
    {
        screen.Say("Stopping the workers");
        await Task.WhenAll(_systems.Values.Select(static system => system.DisposeAsync().AsTask()));
        _systems.Clear();
    }

    // Whatever fails is reported, and the rest is measured: an hour of figures is not thrown away for one of them.
    private async Task<T?> TryAsync<T>(string what, Func<Task<T>> action)
        where T : class
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failures.Add($"{what}: {exception.Message}");
            screen.Fail($"{what}: {exception.Message}");
            return null;
        }
    }
}
