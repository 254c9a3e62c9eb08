using Microsoft.Extensions.Time.Testing;
using Orchestrix.Events;
using Orchestrix.Snapshots;

namespace Orchestrix.Tests.Snapshots;

/// <summary>The background writer: bounded, newest wins, never in anyone's way.</summary>
public sealed class SnapshotWriterTests
{
    [Fact]
    public async Task While_a_write_is_under_way_only_the_newest_snapshot_of_a_stream_waits()
    {
        await using var bench = new LoaderBench();
        await bench.BookAsync([.. Enumerable.Range(1, 50).Select(n => (long)n)]);
        var snapshots = await SnapshotsAsync(bench, 1, 2, 3, 9, 7);
        var (written, started, gate) = Gate(bench);

        bench.Writer.Offer(snapshots[0]);
        await started.Task;
        foreach (var snapshot in snapshots[1..])
            bench.Writer.Offer(snapshot);
        gate.SetResult();
        await bench.WrittenAsync();
        Assert.Equal([1L, 9], written);
    }

    [Fact]
    public async Task A_full_queue_drops_what_comes_and_counts_it()
    {
        await using var bench = new LoaderBench(options => options.QueueCapacity = 2);
        await bench.BookAsync(1);
        var snapshot = (await SnapshotsAsync(bench, 1)).Single();
        var (_, started, gate) = Gate(bench);
        bench.Writer.Offer(snapshot);
        await started.Task;

        for (var number = 0; number < 5; number++)
            bench.Writer.Offer(snapshot with { Stream = StreamId.For("ledger", $"other-{number}") });
        Assert.Equal(3, bench.Count("snapshots.dropped", "queue-full"));
        gate.SetResult();
    }

    [Fact]
    public async Task Bytes_that_wait_have_a_limit_too()
    {
        await using var bench = new LoaderBench(options => options.MaxQueueBytes = 1_000);
        await bench.BookAsync(1);
        var snapshot = (await SnapshotsAsync(bench, 1)).Single() with { State = new byte[600] };
        var (_, started, gate) = Gate(bench);
        bench.Writer.Offer(snapshot);
        await started.Task;

        bench.Writer.Offer(snapshot with { Stream = StreamId.For("ledger", "fits") });
        bench.Writer.Offer(snapshot with { Stream = StreamId.For("ledger", "fits-not") });
        Assert.Equal(1, bench.Count("snapshots.dropped", "queue-full"));
        gate.SetResult();
    }

    [Fact]
    public async Task A_write_that_fails_is_counted_and_the_next_one_follows_after_a_pause()
    {
        var time = new FakeTimeProvider();
        // The time that is let pass for the pause must not be the end of the write that follows it.
        await using var bench = new LoaderBench(options => options.WriteTimeout = TimeSpan.FromDays(40), time: time);
        await bench.BookAsync(1, 2);
        var snapshots = await SnapshotsAsync(bench, 1, 2);
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attempts = 0;
        bench.Snapshots.BeforeSave = _ =>
        {
            if (Interlocked.Increment(ref attempts) > 1)
                return Task.CompletedTask;
            failed.SetResult();
            throw new InvalidOperationException("The disk is on fire.");
        };
        bench.Writer.Offer(snapshots[0]);
        await failed.Task;
        bench.Writer.Offer(snapshots[1]);
        while (Volatile.Read(ref attempts) < 2)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await bench.WrittenAsync();

        Assert.Equal((2, 1L), (attempts, bench.Count("snapshots.dropped", "store-failed")));
    }

    [Fact]
    public async Task A_stopping_silo_writes_what_waits()
    {
        await using var bench = new LoaderBench();
        await bench.BookAsync(1, 2, 3, 4, 5);
        await bench.LoadAsync();

        await bench.Writer.DrainAsync();
        Assert.Equal(5, (await bench.WrittenAsync())?.Version);
        bench.Writer.Offer((await SnapshotsAsync(bench, 5)).Single() with { Version = 6 });
        Assert.Equal(1, bench.Count("snapshots.dropped", "stopping"));
    }

    [Fact]
    public async Task A_stopping_silo_does_not_wait_for_a_store_that_stalls()
    {
        await using var bench = new LoaderBench(options => options.DrainTimeout = TimeSpan.FromMilliseconds(20));
        await bench.BookAsync(1, 2, 3, 4, 5);
        bench.Snapshots.BeforeSave = _ => new TaskCompletionSource().Task;
        await bench.LoadAsync();

        await bench.Writer.DrainAsync();
        await bench.Writer.DisposeAsync();
        Assert.Equal(0, bench.Count("snapshots.written"));
    }

    [Fact]
    public async Task A_state_that_is_too_large_is_not_taken_and_counted()
    {
        await using var bench = new LoaderBench(options => options.MaxSnapshotBytes = 50);
        await bench.BookAsync(1, 2, 3, 4, 5);

        Assert.Equal(15, (await bench.LoadAsync()).State.Total);
        Assert.Null(await bench.WrittenAsync());
        Assert.Equal(1, bench.Count("snapshots.dropped", "too-large"));
    }

    private static (List<long> Written, TaskCompletionSource Started, TaskCompletionSource Gate) Gate(LoaderBench bench)
    {
        var written = new List<long>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Snapshots.BeforeSave = batch =>
        {
            written.AddRange(batch.Select(one => one.Version));
            started.TrySetResult();
            return gate.Task;
        };
        return (written, started, gate);
    }

    private static async Task<Snapshot[]> SnapshotsAsync(LoaderBench bench, params long[] versions)
    {
        var snapshots = new List<Snapshot>();
        foreach (var version in versions)
            snapshots.Add(await bench.TakeAsync(version));
        return [.. snapshots];
    }
}
