using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Report;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.Benchmarks.Observability;

/// <summary>Commands to a silo that is observed and to one that is not, in pairs.</summary>
internal sealed class ObservabilityRun(BenchServer server, int rounds, double seconds, int callers, Action<string> say)
{
    private const string DatabaseName = "observability";

    public async Task<ObservabilityFigures> RunAsync(CancellationToken cancellationToken)
    {
        var owner = await server.CreateDatabaseAsync(DatabaseName, cancellationToken);
        await using (var migrations = NpgsqlDataSource.Create(owner))
        {
            await new Migrator(
                migrations, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System)
                .MigrateAsync(cancellationToken);
        }
        await using var collector = await Collector.StartAsync(cancellationToken);
        // The first of all halves pays for what the process does once.
        await MeasureAsync(null, cancellationToken);
        await MeasureAsync(collector, cancellationToken);
        var (with, without, pairs) = (new List<PairHalf>(), new List<PairHalf>(), new List<PairHalf>());
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
                with.Add(await MeasureAsync(collector, cancellationToken));
            without.Add(await MeasureAsync(null, cancellationToken));
            if (round % 2 == 1)
                with.Add(await MeasureAsync(collector, cancellationToken));
            pairs.Add(with[^1].Over(without[^1]));
            say($"Pair {round + 1}: observed {with[^1]}; not observed {without[^1]}.");
        }
        if (collector.Scrapes == 0 || collector.SpanBytes == 0)
            throw new InvalidOperationException("Nothing was scraped or sent: the figures would mean nothing.");
        return new ObservabilityFigures(
            Median(with, half => half.PerSecond), Median(without, half => half.PerSecond),
            (1 - Median(pairs, pair => pair.PerSecond)) * 100,
            Median(with, half => half.CpuMicroseconds), Median(without, half => half.CpuMicroseconds),
            (Median(pairs, pair => pair.CpuMicroseconds) - 1) * 100,
            collector.Scrapes, collector.ScrapeBytes, collector.SpanBytes);
    }

    private static double Median(List<PairHalf> halves, Func<PairHalf, double> select) =>
        Statistics.Median(halves.Select(select)) ?? 0;

    private async Task<PairHalf> MeasureAsync(Collector? collector, CancellationToken cancellationToken)
    {
        await server.SettleAsync(cancellationToken);
        await using var workload = new ObservedWorkload(collector);
        await workload.StartAsync(server.ApplicationConnectionString(DatabaseName), cancellationToken);
        var scenario = new Scenario(ScenarioKind.Hot, callers, Events: 1, WarmupSeconds: 2, seconds);
        var (before, after) = (await server.ReadAsync(), (Reading?)null);
        var measured = await new ClosedLoop(workload, scenario).RunAsync(
            async () => before = await server.ReadAsync(), async () => after = await server.ReadAsync());
        if (measured.Failed > 0)
            throw new InvalidOperationException($"{measured.Failed} commands failed: {measured.FirstFailure}");
        var cpu = measured.CpuSeconds + after!.Since(before).DatabaseCpuSeconds;
        return new PairHalf(measured.Commands / measured.Seconds, cpu * 1_000_000 / measured.Commands);
    }
}
