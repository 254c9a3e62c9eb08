using Orchestrix.DeadLetters;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Tests.Projections.Tallies;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>Streams that wait behind a poison event, while connections are cut and tables exchanged.</summary>
public sealed class ProjectionParkingTests(PostgresFixture fixture) : IAsyncDisposable
{
    private static readonly DeadLetterDecision _mended = new("ann", "mended");

    private readonly List<IAsyncDisposable> _opened = [];

    [Fact]
    public async Task Cuts_at_any_moment_leave_every_event_applied_once_or_waiting()
    {
        var proxy = new CuttingProxy(fixture.Server.Port);
        _opened.Add(proxy);
        var bench = await OpenAsync(proxy.Port);
        await ProjectionFaultTests.FillAsync(bench, events: 200);

        await RunThroughCutsAsync(bench, proxy, new ParkedTallies(isMended: false));

        Assert.Equal(2, await bench.Database.ScalarAsync<long>("select count(*) from orchestrix.parked_streams"));
        Assert.Equal(
            await bench.Database.ScalarAsync<long>("""
                select count(*) from orchestrix.events e
                where not exists (
                    select from orchestrix.parked_streams p
                    where p.stream_id = e.stream_id and p.version <= e.version)
                """),
            await CountAsync(bench));

        var letters = new PostgreSQLDeadLetterStore(bench.Database.Application);
        await letters.DecideAllAsync(DeadLetterFilter.Everything, DeadLetterActKind.Replay, _mended);
        await RunThroughCutsAsync(bench, proxy, new ParkedTallies(isMended: true));

        Assert.True(proxy.Cuts >= 40, $"{proxy.Cuts} cuts");
        Assert.Equal(0, await bench.Database.ScalarAsync<long>("select count(*) from orchestrix.parked_streams"));
        await ProjectionFaultTests.AssertWholeAsync(bench);
        Assert.All(
            (await letters.ListAsync(DeadLetterFilter.Everything)).Letters,
            static letter => Assert.Equal(DeadLetterState.Replayed, letter.State));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cut_at_any_statement_of_parking_neither_skips_nor_applies_what_waits(bool isAnswer)
    {
        const int statements = 12;
        var proxy = new CuttingProxy(fixture.Server.Port);
        _opened.Add(proxy);
        var bench = await OpenAsync(proxy.Port);
        var projection = new ParkedTallies(isMended: false);
        for (var statement = 1; statement <= statements; statement++)
        {
            await bench.AppendAsync($"tally/{statement}", new Booked(1), new Booked(13.25m), new Booked(1));
            var processor = bench.Projections.CreateProcessor(projection);
            var owned = await processor.AcquireAsync("me", default);
            var page = await bench.Log.ReadLogPageAsync(owned.Position, 10, projection.FilterFor(bench.Registry));
            if (isAnswer)
                proxy.CutAnswers(1, after: statement - 1);
            else
                proxy.CutRequests(1, after: statement - 1);
            try
            {
                await processor.ProcessAsync(owned, page, default);
            }
            catch (EventStoreUnavailableException)
            {
                // The next owner finds out how far this one has come.
            }
            proxy.CutAnswers(0);
            proxy.CutRequests(0);
            await Until.TrueAsync(() => IsThroughAsync(bench, projection));
        }

        Assert.True(proxy.Cuts >= 7, $"{proxy.Cuts} cuts");
        Assert.Equal(statements, await bench.Database.ScalarAsync<long>(
            "select count(*) from orchestrix.parked_streams where version = 2"));
        Assert.Equal(statements, await CountAsync(bench));
    }

    [Fact]
    public async Task What_the_database_refuses_parks_its_stream_too()
    {
        var bench = await OpenAsync();
        var projection = new ParkedTallies(isMended: true);
        await ProjectionFaultTests.FillAsync(bench, events: 35);
        await bench.RunAsync(projection);
        await bench.AlterAsync(
            "alter table orchestrix_projections.tallies_g1 add constraint brief check (length(note) < 5)");
        await bench.AppendAsync("tally/0", new Booked(1), new Booked(1, "a note"), new Booked(1));
        await bench.AppendAsync("tally/1", new Booked(1));

        await bench.RunAsync(projection);

        Assert.Equal(37, await CountAsync(bench));
        var letters = new PostgreSQLDeadLetterStore(bench.Source);
        var letter = Assert.Single((await letters.ListAsync(DeadLetterFilter.Everything)).Letters);
        Assert.Equal((37L, "tally/0"), (letter.Position!.Value, letter.Stream?.Value));
        await letters.DecideAsync(letter.Id, DeadLetterActKind.Replay, _mended with { Reason = "tried too early" });
        await IdleAsync(bench, projection);
        Assert.Equal(37, await CountAsync(bench));
        Assert.Equal(DeadLetterState.Open, (await letters.FindAsync(letter.Id))!.Letter.State);

        await bench.AlterAsync("alter table orchestrix_projections.tallies_g1 drop constraint brief");
        await letters.DecideAsync(letter.Id, DeadLetterActKind.Replay, _mended);
        await IdleAsync(bench, projection);
        await ProjectionFaultTests.AssertWholeAsync(bench);
    }

    [Fact]
    public async Task More_parked_streams_than_may_be_stop_the_projection()
    {
        var bench = await OpenAsync(maxParked: 1);
        await ProjectionFaultTests.FillAsync(bench, events: 200);

        await Assert.ThrowsAsync<ProjectionFailedException>(() => bench.RunAsync(new ParkedTallies(isMended: false)));

        var status = Assert.Single(await new PostgreSQLProjectionCatalog(bench.Source).ListAsync());
        Assert.Equal((ProjectionState.Stopped, 1L), (status.State, status.ParkedStreams));
    }

    [Fact]
    public async Task A_rebuild_with_mended_code_has_the_rows_that_waited_and_settles_the_letters()
    {
        var bench = await OpenAsync();
        await ProjectionFaultTests.FillAsync(bench, events: 200);
        await bench.RunAsync(new ParkedTallies(isMended: false));

        var compared = await bench.Rebuilder().RebuildAsync(new ParkedTallies(isMended: true));
        Assert.Equal(2, compared.Comparison!.DifferentRows);
        await bench.Rebuilder().RebuildAsync(new ParkedTallies(isMended: true), RebuildActivation.Always);

        await ProjectionFaultTests.AssertWholeAsync(bench);
        Assert.All(
            (await new PostgreSQLDeadLetterStore(bench.Source).ListAsync(DeadLetterFilter.Everything)).Letters,
            static letter => Assert.Equal(DeadLetterState.Replayed, letter.State));
        Assert.Equal(0, await bench.Database.ScalarAsync<long>("select count(*) from orchestrix.parked_streams"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
    }

    /// <summary>Owner after owner, each cut off at another moment, until one of them is through.</summary>
    private static async Task RunThroughCutsAsync(ProjectionBench bench, CuttingProxy proxy, ParkedTallies projection)
    {
        for (var round = 0; ; round++)
        {
            try
            {
                proxy.CutAnswers(0);
                var processor = bench.Projections.CreateProcessor(projection);
                var owned = await processor.AcquireAsync("me", default);
                if (round < 30)
                {
                    var page = await bench.Log.ReadLogPageAsync(
                        owned.Position, 10, projection.FilterFor(bench.Registry));
                    if (round % 2 == 0)
                        proxy.CutAnswers(1 + (round % 5));
                    else
                        proxy.CutRequests(1 + (round % 5));
                    await processor.IdleAsync(owned, default);
                    await processor.ProcessAsync(owned, page, default);
                    continue;
                }
                await bench.RunAsync(projection, processor, owned, owned.Position, size: 7);
                // A batch of what waits at a time.
                for (var look = 0; look < 3; look++)
                    await processor.IdleAsync(owned, default);
                return;
            }
            catch (EventStoreUnavailableException)
            {
                // The next round is the next owner.
            }
        }
    }

    private static async Task<bool> IsThroughAsync(ProjectionBench bench, ParkedTallies projection)
    {
        try
        {
            await bench.RunAsync(projection);
            return true;
        }
        catch (EventStoreUnavailableException)
        {
            // A connection of the pool was cut.
            return false;
        }
    }

    private static async Task IdleAsync(ProjectionBench bench, ParkedTallies projection)
    {
        var processor = bench.Projections.CreateProcessor(projection);
        await processor.IdleAsync(await processor.AcquireAsync("me", default), default);
        // The waiting half that the database took is recorded; the next look tries what is behind it.
        await processor.IdleAsync(await processor.AcquireAsync("me", default), default);
    }

    private static async Task<long> CountAsync(ProjectionBench bench) =>
        (long)await bench.Database.ScalarAsync<decimal>("select sum(count) from orchestrix_projections.tallies");

    private async Task<ProjectionBench> OpenAsync(int? port = null, int maxParked = 1_000)
    {
        var bench = new ProjectionBench(
            await fixture.CreateDatabaseAsync(), Registry, port,
            new ProjectionOptions
            {
                BatchSize = 20,
                ActivateWithin = 10,
                DecisionInterval = TimeSpan.Zero,
                MaxParkedStreams = maxParked,
            });
        _opened.Add(bench);
        return bench;
    }

    /// <summary>The same rows as <see cref="Tallies"/>, and streams that wait where the code is not mended.</summary>
    private sealed class ParkedTallies : Projection<Tally>
    {
        public ParkedTallies(bool isMended) : base("tallies", version: 1)
        {
            On<Booked>(
                row: static e => new Tally { Id = e.Stream.Key },
                apply: (row, e) => !isMended && e.Data.Amount is 13.25m or 57.25m
                    ? throw new FormatException("As the test wants it.")
                    : row with
                    {
                        Total = row.Total + e.Data.Amount,
                        Count = row.Count + 1,
                        Note = e.Data.Note ?? row.Note,
                    });
            ParkPoison("tally");
        }
    }
}
