using Orchestrix.PostgreSQL.Projections;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Tests.Projections.Tallies;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>Rebuilding gives the same rows as running, and nobody waits for it.</summary>
public sealed class ProjectionRebuildTests(PostgresFixture fixture) : IAsyncDisposable
{
    private ProjectionBench _bench = null!;

    [Fact]
    public async Task A_rebuilt_table_equals_the_running_one_and_takes_its_place()
    {
        await StartAsync(events: 200);
        await _bench.RunAsync(new Tallies(), size: 3);
        var heard = new List<RebuildProgress>();

        var result = await Rebuilder().RebuildAsync(new Tallies(), progress: new Heard(heard));

        Assert.True(result.IsActivated);
        Assert.Equal((2, 200L), (result.Generation, result.Position));
        Assert.Equal((200L, 7L, 0L), (
            result.Comparison!.Position, result.Comparison.Rows, result.Comparison.DifferentRows));
        Assert.Equal(200, heard[^1].Position);
        Assert.Equal(TimeSpan.Zero, heard[^1].Remaining);
        await ProjectionFaultTests.AssertWholeAsync(_bench);
        Assert.Equal(
            "tallies_g2", await _bench.Database.ScalarAsync<string>("""
                select c.relname::text from pg_depend d join pg_rewrite r on r.oid = d.objid
                join pg_class c on c.oid = d.refobjid
                where r.ev_class = 'orchestrix_projections.tallies'::regclass and c.relkind = 'r' limit 1
                """));
    }

    [Fact]
    public async Task The_running_owner_goes_on_with_the_rebuilt_table()
    {
        await StartAsync(events: 50);
        var projection = new Tallies();
        var processor = _bench.Projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);
        await _bench.RunAsync(projection, processor, owned, 0);
        await Rebuilder().RebuildAsync(new Tallies());
        await ProjectionFaultTests.FillAsync(_bench, events: 10);

        await Assert.ThrowsAsync<ProjectionReplacedException>(
            () => _bench.RunAsync(projection, processor, owned, 50));
        await _bench.RunAsync(projection);

        await ProjectionFaultTests.AssertWholeAsync(_bench);
        Assert.Equal(1, await Rebuilder().DropUnusedAsync(projection));
        await ProjectionFaultTests.AssertWholeAsync(_bench);
        Assert.Equal(["projection:tallies@2"], (await _bench.Checkpoints.ListAsync())
            .Select(one => one.Partition.Subscription));
    }

    [Fact]
    public async Task An_interrupted_rebuild_is_resumed_where_it_was()
    {
        await StartAsync(events: 200);
        await _bench.RunAsync(new Tallies());
        using var interrupted = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Rebuilder().RebuildAsync(
            new Tallies(), progress: new Heard([], interrupted), cancellationToken: interrupted.Token));
        var heard = new List<RebuildProgress>();
        var result = await Rebuilder().RebuildAsync(new Tallies(), progress: new Heard(heard));

        Assert.True(result.IsActivated);
        Assert.Equal(2, result.Generation);
        Assert.Equal(40, heard[0].Position);
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task Rows_that_diverge_are_reported_by_their_keys_and_can_be_repaired()
    {
        await StartAsync(events: 100);
        await _bench.RunAsync(new Tallies());
        await _bench.AlterAsync("""
            update orchestrix_projections.tallies_g1 set total = total + 1 where id = '3';
            delete from orchestrix_projections.tallies_g1 where id = '5';
            insert into orchestrix_projections.tallies_g1 (id, total, count) values ('ghost "é"', 1, 1);
            """);

        var result = await Rebuilder().RebuildAsync(new Tallies());

        Assert.False(result.IsActivated);
        Assert.Equal((8L, 3L), (result.Comparison!.Rows, result.Comparison.DifferentRows));
        Assert.Equal(
            [("[\"3\"]", true, true), ("[\"5\"]", false, true), ("[\"ghost \\\"é\\\"\"]", true, false)],
            result.Comparison.Differences.Select(one => (one.Key, one.IsRunning, one.IsRebuilt))
                .OrderBy(one => one.Key, StringComparer.Ordinal));

        var repaired = await Rebuilder().RebuildAsync(new Tallies(), RebuildActivation.Always);

        Assert.True(repaired.IsActivated);
        Assert.Equal(result.Generation, repaired.Generation);
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task Readers_and_writers_go_on_while_the_tables_are_exchanged()
    {
        await StartAsync(events: 100);
        await _bench.RunAsync(new Tallies());
        using var ended = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !ended.IsCancellationRequested; number++)
                await _bench.AppendAsync($"tally/{number % 9}", new Booked(number), new Booked(1));
        });
        var owning = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                try
                {
                    await _bench.RunAsync(new Tallies(), size: 10);
                }
                catch (ProjectionReplacedException)
                {
                    // As a silo does: it begins again.
                }
            }
        });
        var reads = 0;
        var reading = Task.Run(async () =>
        {
            var reader = _bench.Projections.CreateReader(new Tallies());
            var last = 0L;
            while (!ended.IsCancellationRequested)
            {
                var (rows, position) = await reader.QueryAsync(new ProjectionQuery<Tally>());
                // Every event counts one row on by one: what is read is of exactly one position, and never goes back.
                Assert.Equal(position, rows.Sum(row => row.Count));
                Assert.True(position >= last);
                last = position;
                reads++;
            }
        });

        for (var exchange = 0; exchange < 3; exchange++)
        {
            Assert.True((await Rebuilder().RebuildAsync(new Tallies())).IsActivated);
            await Rebuilder().DropUnusedAsync(new Tallies());
        }
        await ended.CancelAsync();
        await Task.WhenAll(writing, owning, reading);

        Assert.True(reads > 0);
        await _bench.RunAsync(new Tallies());
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task A_new_version_is_built_beside_the_old_one_and_takes_its_place_by_itself()
    {
        await StartAsync(events: 100, activateWithin: 0);
        await _bench.RunAsync(new Tallies());
        var old = _bench.Projections.CreateReader(new Tallies());
        var processor = _bench.Projections.CreateProcessor(new TalliesInColour());
        var owned = await processor.AcquireAsync("me", default);
        var filter = new TalliesInColour().FilterFor(_bench.Registry);

        await processor.ProcessAsync(owned, await _bench.Log.ReadLogPageAsync(0, 50, filter), default);
        Assert.Equal(15.25m + 16.25m + 17.25m + 18.25m + 19.25m
            + 50.25m + 51.25m + 52.25m + 53.25m + 54.25m
            + 85.25m + 86.25m + 87.25m + 88.25m + 89.25m, (await old.FindAsync("3")).Result!.Total);
        await processor.ProcessAsync(owned, await _bench.Log.ReadLogPageAsync(50, 50, filter), default);

        var (row, position) = await _bench.Projections.CreateReader(new TalliesInColour()).FindAsync("3");
        Assert.Equal((100L, 15L, "red"), (position, row!.Count, row.Colour));
        await Assert.ThrowsAsync<ProjectionReplacedException>(() => _bench.RunAsync(new Tallies()));
    }

    [Fact]
    public async Task Rows_of_a_rebuild_go_to_one_builder_at_a_time()
    {
        await StartAsync(events: 200);
        await _bench.RunAsync(new Tallies());
        var begun = new TaskCompletionSource();
        var first = Rebuilder().RebuildAsync(new Tallies(), progress: new Heard([], onHeard: () =>
        {
            if (begun.TrySetResult())
                Rebuilder().RebuildAsync(new Tallies(), RebuildActivation.Never).GetAwaiter().GetResult();
        }));

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => first);
        Assert.True((await Rebuilder().RebuildAsync(new Tallies())).IsActivated);
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync();
    }

    private async Task StartAsync(int events, int activateWithin = 10)
    {
        _bench = new ProjectionBench(
            await fixture.CreateDatabaseAsync(), Registry,
            options: new ProjectionOptions { BatchSize = 20, ActivateWithin = activateWithin });
        await ProjectionFaultTests.FillAsync(_bench, events);
    }

    private ProjectionRebuilder Rebuilder() => _bench.Rebuilder();

    /// <summary>Keeps what it hears, at once, and may interrupt after the first.</summary>
    private sealed class Heard(
        List<RebuildProgress> heard, CancellationTokenSource? interrupt = null, Action? onHeard = null)
        : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value)
        {
            heard.Add(value);
            interrupt?.Cancel();
            onHeard?.Invoke();
        }
    }
}
