using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>
/// The same commands to a silo with something and to one without it, in pairs on one database, each pair in the other
/// order than the one before. One more pair goes first and does not count: it pays for what the process does once.
/// </summary>
internal sealed class PairedRun(BenchServer server, string database, PairedOptions options, Action<string> say)
{
    private const double WarmupSeconds = 3;

    public async Task<PairedFigures> RunAsync(
        Func<AggregateWorkload> createWith, Func<AggregateWorkload> createWithout, CancellationToken cancellationToken)
    {
        var owner = await server.CreateDatabaseAsync(database, cancellationToken);
        await using (var migrations = NpgsqlDataSource.Create(owner))
        {
            await new Migrator(
                migrations, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System)
                .MigrateAsync(cancellationToken);
        }
        await MeasureAsync(createWithout, cancellationToken);
        await MeasureAsync(createWith, cancellationToken);
        var (with, without) = (new List<PairHalf>(), new List<PairHalf>());
        for (var round = 0; round < options.Rounds; round++)
        {
            if (round % 2 == 0)
                with.Add(await MeasureAsync(createWith, cancellationToken));
            without.Add(await MeasureAsync(createWithout, cancellationToken));
            if (round % 2 == 1)
                with.Add(await MeasureAsync(createWith, cancellationToken));
            say($"Pair {round + 1}: with {with[^1]}; without {without[^1]}.");
        }
        return new PairedFigures(with, without);
    }

    private async Task<PairHalf> MeasureAsync(Func<AggregateWorkload> create, CancellationToken cancellationToken)
    {
        await server.SettleAsync(cancellationToken);
        await using var workload = create();
        await workload.StartAsync(server.ApplicationConnectionString(database), cancellationToken);
        var scenario = new Scenario(ScenarioKind.Hot, options.Callers, Events: 1, WarmupSeconds, options.Seconds);
        var (before, after) = (await server.ReadAsync(), (Reading?)null);
        var measured = await new ClosedLoop(workload, scenario).RunAsync(
            async () => before = await server.ReadAsync(), async () => after = await server.ReadAsync());
        if (measured.Failed > 0)
            throw new InvalidOperationException($"{measured.Failed} commands failed: {measured.FirstFailure}");
        var cpu = measured.CpuSeconds + after!.Since(before).DatabaseCpuSeconds;
        return new PairHalf(measured.Commands / measured.Seconds, cpu * 1_000_000 / measured.Commands);
    }
}
