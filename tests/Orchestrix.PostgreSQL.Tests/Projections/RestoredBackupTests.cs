using Orchestrix.PostgreSQL.Projections;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Tests.Projections.Tallies;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>
/// The log was restored from an older backup and the read models were not, or a table was altered by hand: it is said,
/// nothing is skipped, and a rebuild is the way out.
/// </summary>
public sealed class RestoredBackupTests(PostgresFixture fixture) : IAsyncDisposable
{
    private ProjectionBench _bench = null!;

    [Fact]
    public async Task A_projection_beyond_the_end_of_the_log_says_where_both_are_and_what_to_do()
    {
        await StartAsync();
        await RestoreAsync(to: 50);

        var refused = await Assert.ThrowsAsync<CheckpointMismatchException>(() => _bench.RunAsync(new Tallies()));

        Assert.Contains("projection:tallies@1 is at position 100", refused.Message, StringComparison.Ordinal);
        Assert.Contains("log ends at 50", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "`orchestrix projections rebuild tallies --activate always`", refused.Message, StringComparison.Ordinal);
        var listed = Assert.Single(await new PostgreSQLProjectionCatalog(_bench.Source).ListAsync());
        Assert.Equal(
            (ProjectionState.Stopped, 100L, 50L, refused.Message),
            (listed.State, listed.Position, listed.Head, listed.Failure));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rebuild_on_the_restored_log_is_not_compared_and_is_activated_when_told_to(bool hasGrown)
    {
        await StartAsync();
        await RestoreAsync(to: 50);
        if (hasGrown)
            await ProjectionFaultTests.FillAsync(_bench, events: 150);

        var built = await _bench.Rebuilder().RebuildAsync(new Tallies());
        Assert.False(built.IsActivated);
        Assert.Null(built.Comparison);
        Assert.Contains("position 100 of another log", built.Obstacle, StringComparison.Ordinal);

        var activated = await _bench.Rebuilder().RebuildAsync(new Tallies(), RebuildActivation.Always);
        Assert.Equal((true, built.Generation), (activated.IsActivated, activated.Generation));
        await ProjectionFaultTests.FillAsync(_bench, events: 20);
        await _bench.RunAsync(new Tallies());
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task A_rebuild_that_was_begun_before_the_restore_begins_anew()
    {
        await StartAsync();
        await _bench.Rebuilder().RebuildAsync(new Tallies(), RebuildActivation.Never);
        await RestoreAsync(to: 50);

        var rebuilt = await _bench.Rebuilder().RebuildAsync(new Tallies(), RebuildActivation.Always);

        Assert.True(rebuilt.IsActivated);
        await ProjectionFaultTests.AssertWholeAsync(_bench);
    }

    [Fact]
    public async Task A_new_version_that_was_being_built_before_the_restore_begins_anew_by_itself()
    {
        await StartAsync();
        var next = new TalliesInColour();
        var processor = _bench.Projections.CreateProcessor(next);
        var owned = await processor.AcquireAsync("me", default);
        await processor.ProcessAsync(
            owned, await _bench.Log.ReadLogPageAsync(0, 80, next.FilterFor(_bench.Registry)), default);
        await RestoreAsync(to: 50);

        await _bench.RunAsync(next, size: 20);

        var (rows, position) = await _bench.Projections.CreateReader(next)
            .QueryAsync(new ProjectionQuery<TalliesInColour.Tally>());
        Assert.Equal((50L, 50L), (position, rows.Sum(row => row.Count)));
    }

    [Theory]
    [InlineData("alter table orchestrix_projections.tallies_g1 drop column total cascade")]
    [InlineData("drop table orchestrix_projections.tallies_g1 cascade")]
    public async Task A_table_altered_by_hand_is_said_and_rebuilt(string change)
    {
        await StartAsync();
        await _bench.AlterAsync(change);
        var found = await Assert.ThrowsAsync<ProjectionTableException>(() => _bench.RunAsync(new Tallies()));
        var catalog = new PostgreSQLProjectionCatalog(_bench.Source);
        Assert.Equal(found.Message, (await catalog.FindAsync("tallies"))!.Failure);

        var built = await _bench.Rebuilder().RebuildAsync(new Tallies());
        Assert.Contains("altered by hand", built.Obstacle, StringComparison.Ordinal);
        Assert.False(built.IsActivated);

        Assert.True((await _bench.Rebuilder().RebuildAsync(new Tallies(), RebuildActivation.Always)).IsActivated);
        await _bench.RunAsync(new Tallies());
        await ProjectionFaultTests.AssertWholeAsync(_bench);
        Assert.Equal(ProjectionState.Current, (await catalog.FindAsync("tallies"))!.State);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync();
    }

    private async Task StartAsync()
    {
        _bench = new ProjectionBench(
            await fixture.CreateDatabaseAsync(), Registry,
            options: new ProjectionOptions { BatchSize = 20, ActivateWithin = 10 });
        await ProjectionFaultTests.FillAsync(_bench, events: 100);
        await _bench.RunAsync(new Tallies());
    }

    /// <summary>What a backup of the log that was made earlier leaves.</summary>
    private Task RestoreAsync(int to) => _bench.Database.ExecuteAsync($"""
        alter table orchestrix.events disable trigger user;
        delete from orchestrix.events where position > {to};
        alter table orchestrix.events enable trigger user;
        """);
}
