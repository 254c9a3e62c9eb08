using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Product;
using Orchestrix.Benchmarks.Workers;
using Orchestrix.Sagas;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>
/// What sagas cost that wait: memory of the silo and load of the database. And what the index that finds them costs
/// short sagas, in paired rounds with and without it. The silo runs in this process.
/// </summary>
internal sealed class IdleRun(
    BenchServer server, int waiting, int shortSagas, int rounds, TimeSpan watch, Action<string> say)
{
    private const string DatabaseName = "sagas";
    private const int Concurrency = 200;

    private int _next;

    public async Task<IdleFigures> RunAsync(CancellationToken cancellationToken)
    {
        await server.CreateDatabaseAsync(DatabaseName, cancellationToken);
        await using var source = NpgsqlDataSource.Create(server.OwnerConnectionString(DatabaseName));
        var (indexed, unindexed) = await CompareAsync(cancellationToken);

        using var silo = await StartAsync(isIndexed: true, cancellationToken);
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        await RunAsync(grains, Concurrency, waits: false, cancellationToken);
        var empty = await RestAsync(source, grains, cancellationToken);
        var before = Memory();
        await RunAsync(grains, waiting, waits: true, cancellationToken);
        await UntilIndexedAsync(source, cancellationToken);
        var active = Memory();
        say($"{waiting:N0} sagas wait in {(active - before) / 1024 / 1024:N0} MiB.");
        var idle = await RestAsync(source, grains, cancellationToken);
        var size = await ScalarAsync(source, "index_size", cancellationToken);
        var figures = new IdleFigures(
            waiting, (double)(active - before) / waiting, (double)(Memory() - before) / waiting,
            (double)size / waiting, idle, empty, indexed, unindexed);
        await silo.StopAsync(CancellationToken.None);
        return figures;
    }

    private async Task<(double Indexed, double Unindexed)> CompareAsync(CancellationToken cancellationToken)
    {
        var (with, without) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var isIndexed in round % 2 == 0 ? new[] { true, false } : [false, true])
                (isIndexed ? with : without).Add(await RateAsync(isIndexed, cancellationToken));
            say($"Round {round + 1}: {with[^1]:N0} short sagas/s with the index, {without[^1]:N0}/s without.");
        }
        return (Median(with), Median(without));
    }

    private async Task<double> RateAsync(bool isIndexed, CancellationToken cancellationToken)
    {
        await server.SettleAsync(cancellationToken);
        using var silo = await StartAsync(isIndexed, cancellationToken);
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        await RunAsync(grains, shortSagas / 4, waits: false, cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await RunAsync(grains, shortSagas, waits: false, cancellationToken);
        var rate = shortSagas / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        await silo.StopAsync(CancellationToken.None);
        return rate;
    }

    private Task<IHost> StartAsync(bool isIndexed, CancellationToken cancellationToken) => BenchSilo.StartAsync(
        server.OwnerConnectionString(DatabaseName), LoopbackPorts.Next(), LoopbackPorts.Next(), cancellationToken,
        orchestrix => orchestrix.AddSaga(new ErrandSaga())
            .ConfigureSubscriptions(options => options.IsEnabled = isIndexed));

    /// <summary>Starts sagas, some at a time, and waits until each has ended or waits.</summary>
    private Task RunAsync(IGrainFactory grains, int count, bool waits, CancellationToken cancellationToken)
    {
        var first = Interlocked.Add(ref _next, count) - count;
        return Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (number, _) =>
            {
                var saga = grains.GetGrain<IErrandGrain>($"{number}");
                await saga.StartAsync(new Errand(waits));
                if (!waits && !(await saga.WhenEndedAsync(TimeSpan.FromSeconds(20))).IsAtRest)
                    throw new InvalidOperationException($"Saga {number} has not ended.");
            });
    }

    /// <summary>Deactivates all grains, and watches the silo and the database at rest.</summary>
    private async Task<IdleLoad> RestAsync(
        NpgsqlDataSource source, IGrainFactory grains, CancellationToken cancellationToken)
    {
        await DeactivateAsync(grains, cancellationToken);
        await server.SettleAsync(cancellationToken);
        using var timer = new PeriodicTimer(watch);
        await timer.WaitForNextTickAsync(cancellationToken);
        var (reading, usage) = (await server.ReadAsync(), Usage.OfThisProcess());
        var transactions = await ScalarAsync(source, "transactions", cancellationToken);
        var started = TimeProvider.System.GetTimestamp();
        await timer.WaitForNextTickAsync(cancellationToken);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        return new IdleLoad(
            (await ScalarAsync(source, "transactions", cancellationToken) - transactions) / seconds,
            100 * ((await server.ReadAsync()).DatabaseCpuSeconds - reading.DatabaseCpuSeconds) / seconds,
            100 * (Usage.OfThisProcess().CpuSeconds - usage.CpuSeconds) / seconds);
    }

    /// <summary>A grain that has asked a participant is kept for the longest that an answer may take.</summary>
    private static async Task DeactivateAsync(IGrainFactory grains, CancellationToken cancellationToken)
    {
        const int few = 500;
        var management = grains.GetGrain<IManagementGrain>(0);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        do
        {
            await BenchSilo.DeactivateAllAsync(grains);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken)
            && await management.GetTotalActivationCount(cancellationToken) > few);
    }

    private async Task UntilIndexedAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await ScalarAsync(source, "index_rows", cancellationToken) < waiting)
            await timer.WaitForNextTickAsync(cancellationToken);
    }

    private static async Task<long> ScalarAsync(
        NpgsqlDataSource source, string file, CancellationToken cancellationToken)
    {
        // Embedded text without substitutions.
#pragma warning disable CA2100
        await using var command = source.CreateCommand(SqlFile.Read($"Sagas/{file}"));
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), null);
    }

    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
