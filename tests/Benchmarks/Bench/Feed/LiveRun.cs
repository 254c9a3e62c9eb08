using Bank.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.Hosting;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.Benchmarks.Feed;

/// <summary>
/// How long an event takes from its commit to the row that another connection sees, under a constant rate of commands
/// to the bank with all its projections. Both moments are read from the clock of the one server: the time that the log
/// records for a commit, which is before the commit itself, and the time at which a statement that saw the row ran.
/// Neither is taken by the program under test, and the difference is never too small.
/// </summary>
internal sealed class LiveRun(BenchServer server, RunScreen screen)
{
    private const int WarmupSeconds = 10;
    private const int Seconds = 20;

    /// <param name="isOtherSilo">
    /// True: the projections run in another silo than the one that appends, which tells it by NOTIFY.
    /// </param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<LiveFigures> RunAsync(bool isOtherSilo, CancellationToken cancellationToken)
    {
        var database = isOtherSilo ? "feed_live_other" : "feed_live_same";
        var owner = await server.CreateDatabaseAsync(database, cancellationToken);
        using var appending = await StartAsync(database, owner, runsProjections: !isOtherSilo, cancellationToken);
        using var projecting = isOtherSilo
            ? await StartAsync(database, owner, runsProjections: true, cancellationToken) : null;
        var load = new LiveLoad(appending.Services.GetRequiredService<IGrainFactory>());
        await load.OpenAccountsAsync();
        await server.AnalyzeAsync(database, cancellationToken);
        await server.SettleAsync(cancellationToken);

        var (first, end) = (WarmupSeconds * LiveLoad.Rate, (WarmupSeconds + Seconds) * LiveLoad.Rate);
        var observer = new LiveObserver(server.ApplicationConnectionString(database), load.Sent);
        var observed = observer.RunAsync(end, cancellationToken);
        var (before, usage, started) = (new Reading(0, 0, 0), Usage.None, 0L);
        await load.RunAsync(
            first, end,
            async () =>
            {
                (usage, started) = (Usage.OfThisProcess(), TimeProvider.System.GetTimestamp());
                before = await server.ReadAsync();
            },
            cancellationToken);
        var passed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var used = (await server.ReadAsync()).Since(before);
        var own = Usage.OfThisProcess().CpuSeconds - usage.CpuSeconds;
        await observed;
        var committed = await observer.ReadCommittedAsync(cancellationToken);
        await appending.StopAsync(CancellationToken.None);
        if (projecting is not null)
            await projecting.StopAsync(CancellationToken.None);

        var latencies = Enumerable.Range(first, end - first)
            .Where(observer.Seen.ContainsKey)
            .Select(number => (observer.Seen[number] - committed[number]).TotalMilliseconds).ToArray();
        var figures = new LiveFigures(
            Percentile(latencies, 50), Percentile(latencies, 99), Percentile(latencies, 100),
            Percentile(load.Milliseconds, 50), Percentile(load.Milliseconds, 99), load.Milliseconds.Count / passed,
            end - observer.Seen.Count,
            used.MachineBusySeconds / (passed * Environment.ProcessorCount),
            Math.Max(0, used.MachineBusySeconds - used.DatabaseCpuSeconds - own)
                / (passed * Environment.ProcessorCount));
        screen.Say($"Commit to row, {(isOtherSilo ? "in another silo" : "in the same silo")}: "
            + $"{figures.P50Ms:N2} ms, 99 % below {figures.P99Ms:N2} ms, at most {figures.MaxMs:N2} ms, at "
            + $"{figures.CommandsPerSecond:N0} commands/s; command {figures.CommandP50Ms:N2} ms, 99 % below "
            + $"{figures.CommandP99Ms:N2} ms; {figures.BusyShare:P0} busy, {figures.OtherShare:P0} others.");
        return figures.Unseen == 0
            ? figures : throw new InvalidOperationException($"{figures.Unseen} rows were never seen.");
    }

    private Task<IHost> StartAsync(
        string database, string owner, bool runsProjections, CancellationToken cancellationToken) =>
        BenchSilo.StartAsync(
            LoopbackPorts.Next(), LoopbackPorts.Next(),
            orchestrix => orchestrix
                .UsePostgreSQL(options => (options.ConnectionString, options.MigrationConnectionString) =
                    (server.ApplicationConnectionString(database), owner))
                .AddBank()
                .ConfigureSubscriptions(options => options.IsEnabled = runsProjections),
            cancellationToken);

    private static double Percentile(IReadOnlyCollection<double> milliseconds, double percent) =>
        Statistics.Percentile([.. milliseconds.Select(static one => (long)(one * 1000)).Order()], percent) / 1000.0;
}
