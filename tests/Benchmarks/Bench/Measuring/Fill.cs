using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Plan;
using Orchestrix.Benchmarks.Report;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.Benchmarks.Measuring;

/// <summary>Appends before and after millions of events are in the log: do they cost the same?</summary>
internal sealed class Fill(
    BenchServer server, SystemStarter starter, WritesPlan plan, RunScreen screen, TimeProvider time)
{
    private const string Database = "bench_fill";
    private const int Appenders = 2;

    // Three of each, because one is at the mercy of a checkpoint or of a neighbour on the machine.
    private const int Repetitions = 3;

    public async Task<FillResult> RunAsync(long events, CancellationToken cancellationToken)
    {
        screen.Say($"Fill: appends before and after {events:N0} events");
        await using var system = await starter.StartAsync(SystemNames.Aggregate, Database, cancellationToken);
        var options = new PostgreSQLOptions { ConnectionString = server.OwnerConnectionString(Database) };
        await using var source = PostgreSQLDataSource.Create(options);
        var store = new PostgreSQLEventStore(source, options, time, NullLogger<PostgreSQLEventStore>.Instance);

        var empty = await MeasureAsync(system, await store.ReadHeadAsync(cancellationToken), cancellationToken);
        var head = await store.ReadHeadAsync(cancellationToken);
        var started = time.GetTimestamp();
        var batches = new FillBatches(Math.Max(0, events - head));
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => FillAsync(store, batches, cancellationToken)));
        var seconds = time.GetElapsedTime(started).TotalSeconds;
        screen.Say($"Filled with {batches.Taken:N0} events at {batches.Taken / seconds:N0}/s");
        var full = await MeasureAsync(system, await store.ReadHeadAsync(cancellationToken), cancellationToken);
        return new FillResult(empty, full, batches.Taken, seconds);
    }

    private static async Task FillAsync(
        PostgreSQLEventStore store, FillBatches batches, CancellationToken cancellationToken)
    {
        while (batches.Next() is { } batch)
        {
            var results = await store.AppendAsync(batch, cancellationToken);
            if (results.Any(static result => result.Status != Events.AppendStatus.Appended))
                throw new InvalidOperationException("A commit of the fill was not appended.");
        }
    }

    private async Task<FillEnd> MeasureAsync(ISystem system, long head, CancellationToken cancellationToken)
    {
        var runner = new CellRunner(server, plan.WarmupSeconds, plan.Seconds);
        var (hot, cold) = (new List<CellResult>(), new List<CellResult>());
        for (var repetition = 1; repetition <= Repetitions; repetition++)
        {
            hot.Add(await MeasureAsync(WritesPlan.Hot(SystemNames.Aggregate, 256), repetition));
            cold.Add(await MeasureAsync(WritesPlan.Cold(SystemNames.Aggregate, 256), repetition));
        }
        return new FillEnd(head, hot, cold);

        async Task<CellResult> MeasureAsync(Cell cell, int repetition)
        {
            var result = await runner.MeasureAsync(system, cell, repetition, streams: null, cancellationToken);
            screen.Show(result, $"from {head:N0} events");
            return result;
        }
    }
}
