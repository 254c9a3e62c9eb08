using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Projections;
using static Orchestrix.PostgreSQL.Tests.Projections.Tallies;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>Rebuilds that people ask for: durable, worked on by one at a time, and told about.</summary>
public sealed class RebuildRunnerTests(PostgresFixture fixture) : IAsyncDisposable
{
    private ProjectionBench _bench = null!;

    private PostgreSQLProjectionCatalog Catalog => new(_bench.Source);

    [Fact]
    public async Task A_projection_is_listed_with_how_far_it_is_behind()
    {
        await StartAsync(events: 20);
        Assert.Empty(await Catalog.ListAsync());
        Assert.Null(await Catalog.FindAsync("tallies"));

        await _bench.RunAsync(new Tallies());
        await ProjectionFaultTests.FillAsync(_bench, events: 5);

        var listed = Assert.Single(await Catalog.ListAsync());
        Assert.Equal(
            ("tallies", 1, 1, ProjectionState.Behind, 20L, 25L, 5L),
            (listed.Name, listed.Version, listed.Generation, listed.State, listed.Position, listed.Head,
                listed.EventsBehind));
        Assert.True(listed.TimeBehind > TimeSpan.Zero);
        await _bench.RunAsync(new Tallies());
        var current = (await Catalog.FindAsync("tallies"))!;
        Assert.Equal((ProjectionState.Current, TimeSpan.Zero), (current.State, current.TimeBehind));
    }

    [Fact]
    public async Task A_rebuild_that_was_asked_for_is_done_and_told_about()
    {
        await StartAsync(events: 200);
        await _bench.RunAsync(new Tallies());

        Assert.Equal(RebuildOutcome.NotFound, await Catalog.RebuildAsync("nothing", RebuildActivation.IfEqual, "ann"));
        Assert.Equal(RebuildOutcome.Accepted, await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann"));
        Assert.Equal(RebuildOutcome.Unchanged, await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "bob"));
        Assert.Equal(RebuildOutcome.Busy, await Catalog.RebuildAsync("tallies", RebuildActivation.Always, "bob"));
        Assert.Equal(["tallies"], await Catalog.ListUnfinishedAsync());
        await RunAsync("silo a");

        var done = await RebuildAsync();
        Assert.Equal(
            (RebuildState.Activated, "ann", "silo a", 2, 200L, null),
            (done.State, done.RequestedBy, done.Owner, done.Generation, done.Position, done.Reason));
        Assert.NotNull(done.FinishedAt);
        Assert.Equal((200L, 7L, 0L), (
            done.Comparison!.Position, done.Comparison.Rows, done.Comparison.DifferentRows));
        Assert.Equal(2, (await Catalog.FindAsync("tallies"))!.Generation);
        Assert.Empty(await Catalog.ListUnfinishedAsync());
        Assert.Equal(RebuildOutcome.NothingThere, await Catalog.CancelAsync("tallies", "bob"));
        Assert.Equal(RebuildOutcome.NothingThere, await Catalog.ActivateAsync("tallies", "ann"));
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task Rows_that_differ_wait_for_a_person_who_activates_them()
    {
        await StartAsync(events: 100);
        await _bench.RunAsync(new Tallies());
        await _bench.AlterAsync("update orchestrix_projections.tallies_g1 set total = total + 1 where id = '3'");
        await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");
        await RunAsync();

        var built = await RebuildAsync();
        Assert.Equal(RebuildState.Built, built.State);
        Assert.Equal(new RowDifference("[\"3\"]", true, true), Assert.Single(built.Comparison!.Differences));
        Assert.Contains("orchestrix projections activate tallies", built.Reason, StringComparison.Ordinal);
        Assert.Empty(await Catalog.ListUnfinishedAsync());

        Assert.Equal(RebuildOutcome.Accepted, await Catalog.ActivateAsync("tallies", "bob"));
        await RunAsync();

        var done = await RebuildAsync();
        Assert.Equal((RebuildState.Activated, built.Generation), (done.State, done.Generation));
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task What_was_built_is_dropped_when_it_is_cancelled()
    {
        await StartAsync(events: 100);
        await _bench.RunAsync(new Tallies());
        await Catalog.RebuildAsync("tallies", RebuildActivation.Never, "ann");
        await RunAsync();
        Assert.Equal(2, Assert.Single((await Catalog.FindAsync("tallies"))!.Builds).Generation);

        Assert.Equal(RebuildOutcome.Accepted, await Catalog.CancelAsync("tallies", "bob"));
        var rebuild = await RebuildAsync();
        Assert.Equal((RebuildState.Cancelling, "bob"), (rebuild.State, rebuild.RequestedBy));
        await RunAsync();

        var status = (await Catalog.FindAsync("tallies"))!;
        Assert.Equal(RebuildState.Cancelled, status.Rebuild!.State);
        Assert.Empty(status.Builds);
        Assert.Equal(1, status.Generation);
        Assert.Equal(0, await _bench.Database.ScalarAsync<long>(
            "select count(*) from pg_class where relname = 'tallies_g2'"));
    }

    [Fact]
    public async Task A_rebuild_that_is_cancelled_while_it_runs_stops()
    {
        await StartAsync(events: 200);
        await _bench.RunAsync(new Tallies());
        await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");
        await using var gate = await RebuildGate.CloseAsync(_bench.Database, "tallies", beyond: 40);
        var running = RunUntilOverAsync();
        await gate.ReachedAsync();

        await Catalog.CancelAsync("tallies", "bob");
        await running;

        Assert.Equal(RebuildState.Cancelled, (await RebuildAsync()).State);
        Assert.Empty((await Catalog.FindAsync("tallies"))!.Builds);
    }

    [Fact]
    public async Task Whoever_takes_a_rebuild_over_goes_on_where_it_was_and_the_other_one_changes_nothing()
    {
        await StartAsync(events: 200);
        await _bench.RunAsync(new Tallies());
        await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");
        await using var gate = await RebuildGate.CloseAsync(_bench.Database, "tallies", beyond: 40);
        var first = RunAsync("first");
        await gate.ReachedAsync();
        // The first one hangs between two pages; the second one takes over.
        var second = RunUntilOverAsync("second");
        await Until.TrueAsync(async () => (await RebuildAsync()).Owner == "second");
        await gate.OpenAsync();
        await second;
        // It either was fenced off or has given up waiting.
        await ((Task)first).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        var done = await RebuildAsync();
        Assert.Equal((RebuildState.Activated, 2), (done.State, done.Generation));
        Assert.Equal("second", done.Owner);
        await _bench.RunAsync(new Tallies());
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task Whoever_was_replaced_reports_and_ends_nothing()
    {
        await StartAsync(events: 20);
        await _bench.RunAsync(new Tallies());
        await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");
        var first = (await RebuildWork.TakeAsync(_bench.Source, "tallies", "first", default))!;
        var second = (await RebuildWork.TakeAsync(_bench.Source, "tallies", "second", default))!;

        Assert.Null(await first.ReportAsync(new RebuildProgress(9, 99, 100, 1, null), default));
        await first.BuiltAsync(new RebuildResult(9, 99, false, null, "late"), default);
        Assert.False(await first.EndAsync(RebuildState.Failed, 9, 99, "late", default));

        var kept = await RebuildAsync();
        Assert.Equal(
            (RebuildState.Running, "second", null, 0L, null),
            (kept.State, kept.Owner, kept.Generation, kept.Position, kept.Reason));
        Assert.Equal(RebuildState.Running, await second.ReportAsync(null, default));
    }

    [Fact]
    public async Task A_crash_between_the_exchange_and_the_word_of_it_does_not_rebuild_again()
    {
        await StartAsync(events: 100);
        await _bench.RunAsync(new Tallies());
        await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");
        await RunAsync();
        await _bench.Database.ExecuteAsync(
            "update orchestrix.projection_rebuilds set state = 'running', finished_at = null");

        await RunAsync("another");

        var done = await RebuildAsync();
        Assert.Equal((RebuildState.Activated, 2), (done.State, done.Generation));
        Assert.Equal(2, (await Catalog.FindAsync("tallies"))!.Generation);
    }

    [Fact]
    public async Task Code_that_throws_fails_the_rebuild_with_its_reason()
    {
        await StartAsync(events: 100);
        await _bench.RunAsync(new Tallies());
        await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");

        await RunAsync(projection: new TalliesThatThrow());

        var failed = await RebuildAsync();
        Assert.Equal(RebuildState.Failed, failed.State);
        Assert.Contains("at position 51", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(RebuildOutcome.Accepted, await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann"));
        await RunAsync();
        Assert.Equal((RebuildState.Activated, 2), ((await RebuildAsync()).State, (await RebuildAsync()).Generation));
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task The_tables_that_earlier_rebuilds_left_are_dropped_by_the_next_one()
    {
        await StartAsync(events: 20);
        await _bench.RunAsync(new Tallies());
        for (var round = 0; round < 3; round++)
        {
            await Catalog.RebuildAsync("tallies", RebuildActivation.IfEqual, "ann");
            await RunAsync();
            await _bench.RunAsync(new Tallies());
        }

        Assert.Equal(["tallies_g3", "tallies_g4"], await TablesAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync();
    }

    private async Task<ProjectionRebuild> RebuildAsync() => (await Catalog.FindAsync("tallies"))!.Rebuild!;

    private async Task<string[]> TablesAsync() => await _bench.Database.ScalarAsync<string[]>("""
        select array_agg(c.relname::text order by c.relname)
        from pg_class c
        where c.relnamespace = 'orchestrix_projections'::regnamespace and c.relkind = 'r'
        """);

    private Task RunAsync(string owner = "silo", Projection<Tally>? projection = null) => Task.Run(() =>
        new PostgreSQLRebuildRunner(
            _bench.Source, _bench.Rebuilder(), TimeProvider.System, NullLogger<PostgreSQLRebuildRunner>.Instance)
            .RunAsync(projection ?? new Tallies(), owner, TestContext.Current.CancellationToken));

    /// <summary>As silos do: they ask again as long as it is not over.</summary>
    private async Task RunUntilOverAsync(string owner = "silo")
    {
        while ((await Catalog.ListUnfinishedAsync()).Count > 0)
        {
            try
            {
                await RunAsync(owner);
            }
            catch (EventStoreUnavailableException)
            {
                // A statement has waited too long at the gate.
            }
        }
    }

    private async Task StartAsync(int events)
    {
        _bench = new ProjectionBench(
            await fixture.CreateDatabaseAsync(), Registry,
            options: new ProjectionOptions { BatchSize = 20, ActivateWithin = 10 });
        await ProjectionFaultTests.FillAsync(_bench, events);
    }

    /// <summary>The same projection with a mistake.</summary>
    private sealed class TalliesThatThrow : Projection<Tally>
    {
        public TalliesThatThrow() : base("tallies", version: 1) =>
            On<Booked>(
                row: static e => new Tally { Id = e.Stream.Key },
                apply: static (row, e) => e.Position == 51
                    ? throw new FormatException("As the test wants it.")
                    : row with { Total = row.Total + e.Data.Amount, Count = row.Count + 1 });
    }
}
