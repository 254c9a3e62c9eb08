using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Measuring;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.Benchmarks.Seals;

/// <summary>
/// Commands to a silo that seals the log and to one that does not, in pairs; then the log is verified.
/// </summary>
internal sealed class SealsRun(BenchServer server, int rounds, double seconds, int callers, Action<string> say)
{
    private const string DatabaseName = "seals";

    public async Task<SealsFigures> RunAsync(CancellationToken cancellationToken)
    {
        var owner = await server.CreateDatabaseAsync(DatabaseName, cancellationToken);
        await using (var migrations = NpgsqlDataSource.Create(owner))
        {
            await new Migrator(
                migrations, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System)
                .MigrateAsync(cancellationToken);
        }
        var (with, without, pairs) = (new List<PairHalf>(), new List<PairHalf>(), new List<PairHalf>());
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
                with.Add(await MeasureAsync(isSealed: true, cancellationToken));
            without.Add(await MeasureAsync(isSealed: false, cancellationToken));
            if (round % 2 == 1)
                with.Add(await MeasureAsync(isSealed: true, cancellationToken));
            pairs.Add(with[^1].Over(without[^1]));
            say($"Pair {round + 1}: with seals {with[^1]}; without {without[^1]}.");
        }
        return new SealsFigures(
            Median(with, half => half.PerSecond), Median(without, half => half.PerSecond),
            (1 - Median(pairs, pair => pair.PerSecond)) * 100,
            Median(with, half => half.CpuMicroseconds), Median(without, half => half.CpuMicroseconds),
            (Median(pairs, pair => pair.CpuMicroseconds) - 1) * 100,
            await VerifyAsync(cancellationToken));
    }

    private static double Median(List<PairHalf> halves, Func<PairHalf, double> select)
    {
        double[] values = [.. halves.Select(select).Order()];
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    /// <summary>A silo seals what is left over when it starts, so that no half does the work of another.</summary>
    private async Task<PairHalf> MeasureAsync(bool isSealed, CancellationToken cancellationToken)
    {
        await server.SettleAsync(cancellationToken);
        await using var workload = new AggregateWorkload { SealInterval = isSealed ? null : TimeSpan.FromDays(1) };
        await workload.StartAsync(server.ApplicationConnectionString(DatabaseName), cancellationToken);
        var scenario = new Scenario(ScenarioKind.Hot, callers, Events: 1, WarmupSeconds: 3, seconds);
        var (before, after) = (await server.ReadAsync(), (Reading?)null);
        var measured = await new ClosedLoop(workload, scenario).RunAsync(
            async () => before = await server.ReadAsync(), async () => after = await server.ReadAsync());
        var cpu = measured.CpuSeconds + after!.Since(before).DatabaseCpuSeconds;
        return new PairHalf(measured.Commands / measured.Seconds, cpu * 1_000_000 / measured.Commands);
    }

    private async Task<double> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(server.ApplicationConnectionString(DatabaseName));
        var started = TimeProvider.System.GetTimestamp();
        var verifier = new LogVerifier(source, Environment.ProcessorCount);
        var result = await verifier.RunAsync(LogAnchor.Start, isWhole: true, cancellationToken);
        if (!result.IsIntact)
            throw new InvalidOperationException(result.Finding!.Message);
        var rate = result.Events / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        say($"Verified {result.Events:N0} events, {rate:N0}/s; {result.Unsealed:N0} are not sealed yet.");
        return rate;
    }
}
