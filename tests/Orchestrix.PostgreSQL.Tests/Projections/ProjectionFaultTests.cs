using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Tests.Projections.Tallies;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>G7: every event takes effect exactly once, whatever fails and whoever races.</summary>
public sealed class ProjectionFaultTests(PostgresFixture fixture) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _opened = [];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_cut_around_the_commit_applies_nothing_twice_and_leaves_nothing_out(bool isAnswer)
    {
        var (bench, proxy) = await OpenThroughProxyAsync();
        await FillAsync(bench, events: 60);
        var projection = new Tallies();
        var processor = bench.Projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);
        var filter = projection.FilterFor(bench.Registry);
        await processor.ProcessAsync(owned, await bench.Log.ReadLogPageAsync(0, 40, filter), default);
        var page = await bench.Log.ReadLogPageAsync(40, 10, filter);
        // The rows are in memory, so the only statement of this step is the one that commits.
        if (isAnswer)
            proxy.CutAnswers(1);
        else
            proxy.CutRequests(1);

        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => processor.ProcessAsync(owned, page, default));

        Assert.Equal(1, proxy.Cuts);
        owned = await processor.AcquireAsync("me", default);
        if (!isAnswer)
            Assert.Equal(40, owned.Position);
        await bench.RunAsync(projection, processor, owned, owned.Position);
        await AssertWholeAsync(bench);
    }

    [Fact]
    public async Task A_step_that_was_made_is_not_made_again_by_an_owner_that_does_not_ask_where_it_is()
    {
        var (bench, proxy) = await OpenThroughProxyAsync();
        await FillAsync(bench, events: 60);
        var projection = new Tallies();
        var processor = bench.Projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);
        var filter = projection.FilterFor(bench.Registry);
        await processor.ProcessAsync(owned, await bench.Log.ReadLogPageAsync(0, 40, filter), default);
        var page = await bench.Log.ReadLogPageAsync(40, 10, filter);
        proxy.CutAnswers(1);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => processor.ProcessAsync(owned, page, default));

        await Assert.ThrowsAsync<SubscriptionFencedException>(() => processor.ProcessAsync(owned, page, default));

        await bench.RunAsync(projection);
        await AssertWholeAsync(bench);
    }

    [Fact]
    public async Task Cuts_at_any_moment_leave_every_event_applied_once()
    {
        var (bench, proxy) = await OpenThroughProxyAsync();
        await FillAsync(bench, events: 300);
        var projection = new Tallies();
        for (var round = 0; ; round++)
        {
            try
            {
                // From the first statement on, a little later in every round.
                proxy.CutAnswers(0);
                var processor = bench.Projections.CreateProcessor(projection);
                var owned = await processor.AcquireAsync("me", default);
                if (round < 25)
                {
                    var page = await bench.Log.ReadLogPageAsync(
                        owned.Position, 10, projection.FilterFor(bench.Registry));
                    if (round % 2 == 0)
                        proxy.CutAnswers(1);
                    else
                        proxy.CutRequests(1);
                    await processor.ProcessAsync(owned, page, default);
                }
                await bench.RunAsync(projection, processor, owned, owned.Position, size: 7);
                break;
            }
            catch (EventStoreUnavailableException)
            {
                // The next round is the next owner.
            }
        }

        Assert.True(proxy.Cuts >= 25);
        await AssertWholeAsync(bench);
    }

    [Fact]
    public async Task Two_owners_that_race_apply_every_event_once()
    {
        var bench = await OpenAsync();
        await FillAsync(bench, events: 400);
        var fenced = 0;

        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => Task.Run(async () =>
        {
            var projection = new Tallies();
            while (true)
            {
                try
                {
                    await bench.RunAsync(projection, size: 5 + number);
                    return;
                }
                catch (SubscriptionFencedException)
                {
                    Interlocked.Increment(ref fenced);
                }
            }
        })));

        Assert.True(fenced > 0);
        await AssertWholeAsync(bench);
    }

    [Fact]
    public async Task What_the_database_refuses_stops_the_projection_before_the_event_and_names_it()
    {
        var bench = await OpenAsync();
        await FillAsync(bench, events: 10);
        await bench.RunAsync(new Tallies());
        await bench.AppendAsync("tally/0", new Booked(1), new Booked(1, "a note"), new Booked(1));
        await bench.AlterAsync(
            "alter table orchestrix_projections.tallies_g1 add constraint brief check (length(note) < 5)");

        var failure = await Assert.ThrowsAsync<ProjectionFailedException>(() => bench.RunAsync(new Tallies()));

        Assert.Equal(("tallies", 12L), (failure.Projection, failure.Position));
        Assert.IsType<PostgresException>(failure.InnerException);
        Assert.Equal(11, await CountAsync(bench));
        await bench.AlterAsync("alter table orchestrix_projections.tallies_g1 drop constraint brief");
        await bench.RunAsync(new Tallies());
        await AssertWholeAsync(bench);
    }

    [Theory]
    [InlineData("drop column total cascade", "column total (numeric not null) is missing")]
    [InlineData("alter column total type float8", "column total is double precision not null and not numeric")]
    [InlineData("alter column note set not null", "column note is text not null and not text")]
    [InlineData("add column extra int", "column extra (integer) is not expected")]
    [InlineData("drop constraint tallies_g1_pkey", "the primary key is () and not (id)")]
    public async Task A_table_altered_by_hand_is_found_at_the_start(string change, string difference)
    {
        var bench = await OpenAsync();
        await bench.AppendAsync("tally/a", new Booked(1, "x"));
        await bench.RunAsync(new Tallies());
        await bench.AlterAsync("drop view orchestrix_projections.tallies");
        await bench.AlterAsync($"alter table orchestrix_projections.tallies_g1 {change}");

        var found = await Assert.ThrowsAsync<ProjectionTableException>(() => bench.RunAsync(new Tallies()));

        Assert.Contains(found.Differences, one => one.StartsWith(difference, StringComparison.Ordinal));
        Assert.Contains(difference, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_altered_while_it_is_written_is_found_and_nothing_is_skipped()
    {
        var bench = await OpenAsync();
        await FillAsync(bench, events: 20);
        var projection = new Tallies();
        var processor = bench.Projections.CreateProcessor(projection);
        var owned = await processor.AcquireAsync("me", default);
        var page = await bench.Log.ReadLogPageAsync(0, 10, projection.FilterFor(bench.Registry));
        await processor.ProcessAsync(owned, page, default);
        await bench.AlterAsync(
            "alter table orchestrix_projections.tallies_g1 rename column count to number");

        var found = await Assert.ThrowsAsync<ProjectionTableException>(
            () => bench.RunAsync(projection, processor, owned, 10));

        Assert.Contains("column count (bigint not null) is missing", found.Differences);
        Assert.Contains("column number (bigint) is not expected", found.Differences);
        await bench.AlterAsync(
            "alter table orchestrix_projections.tallies_g1 rename column number to count");
        await bench.RunAsync(projection);
        await AssertWholeAsync(bench);
    }

    [Fact]
    public async Task A_log_that_was_restored_from_an_older_backup_is_refused()
    {
        var bench = await OpenAsync();
        await FillAsync(bench, events: 10);
        await bench.RunAsync(new Tallies());
        await bench.Database.ExecuteAsync("""
            alter table orchestrix.events disable trigger user;
            delete from orchestrix.events where position > 5;
            """);

        await Assert.ThrowsAsync<CheckpointMismatchException>(() => bench.RunAsync(new Tallies()));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
    }

    internal static async Task FillAsync(ProjectionBench bench, int events)
    {
        for (var number = 0; number < events; number += 5)
        {
            await bench.AppendAsync(
                $"tally/{number / 5 % 7}",
                [.. Enumerable.Range(number, Math.Min(5, events - number)).Select(one => new Booked(one + 0.25m))]);
        }
    }

    /// <summary>The rows are what the events in the log add up to.</summary>
    internal static async Task AssertWholeAsync(ProjectionBench bench)
    {
        var different = await bench.Database.ScalarAsync<long>("""
            select count(*)
            from (
                select substr(stream_id, 7) as id, sum((data ->> 'amount')::numeric) as total, count(*) as count
                from orchestrix.events
                where event_type = 'tally.booked'
                group by stream_id
            ) e
            full join orchestrix_projections.tallies t on t.id = e.id and t.total = e.total and t.count = e.count
            where t.id is null or e.id is null
            """);
        Assert.Equal(0, different);
        Assert.Equal(await bench.Log.ReadHeadAsync(), await CountAsync(bench));
    }

    private static async Task<long> CountAsync(ProjectionBench bench) =>
        (long)await bench.Database.ScalarAsync<decimal>("select sum(count) from orchestrix_projections.tallies");

    private async Task<ProjectionBench> OpenAsync(int? port = null)
    {
        var bench = new ProjectionBench(await fixture.CreateDatabaseAsync(), Registry, port);
        _opened.Add(bench);
        return bench;
    }

    private async Task<(ProjectionBench Bench, CuttingProxy Proxy)> OpenThroughProxyAsync()
    {
        var proxy = new CuttingProxy(fixture.Server.Port);
        _opened.Add(proxy);
        return (await OpenAsync(proxy.Port), proxy);
    }
}
