using Orchestrix.PostgreSQL.Integrity;
using static Orchestrix.PostgreSQL.Tests.Integrity.SealTests;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>Of events that should have been sealed long ago nobody can say that they are what they were.</summary>
public sealed class MissingSealTests(PostgresFixture fixture) : IntegrityTests(fixture)
{
    [Theory]
    [InlineData("truncate orchestrix.log_seals", 1)]
    [InlineData("delete from orchestrix.log_seals where last_position > 20", 21)]
    public async Task Seals_that_were_cut_away_are_missing(string deed, int position)
    {
        await using var database = await OldLogAsync();
        await TamperAsync(database, $"update orchestrix.events set actor = 'other' where position = 25; {deed}");

        var result = await VerifyAsync(database);

        Assert.Equal((FindingKind.SealMissing, position), Named(result));
        Assert.NotNull(result.Finding!.EventId);
        Assert.Contains("or seals were removed", result.Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_that_are_young_enough_need_no_seal_yet()
    {
        await using var database = await OldLogAsync();
        await TamperAsync(database, "delete from orchestrix.log_seals where last_position > 20");

        var allowed = new LogVerifier(database.Application, 1) { MaxUnsealed = TimeSpan.FromHours(2) };
        var result = await allowed.RunAsync(LogAnchor.Start, true, TestContext.Current.CancellationToken);

        Assert.Null(result.Finding);
        Assert.InRange(result.State.UnsealedFor!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Assert.Equal(20, result.Unsealed);
    }

    [Fact]
    public async Task A_gap_says_more_than_that_nothing_behind_it_is_sealed()
    {
        await using var database = await OldLogAsync();
        await TamperAsync(
            database,
            "delete from orchestrix.log_seals where last_position > 20; "
            + "delete from orchestrix.events where position = 33");

        Assert.Equal((FindingKind.Missing, 33), Named(await VerifyAsync(database)));
    }

    [Fact]
    public async Task The_first_change_of_the_log_is_named_before_an_event_of_another_shard()
    {
        await using var database = await OldLogAsync();
        await TamperAsync(database, """
            insert into orchestrix.events select (e).* from (
                select jsonb_populate_record(x, '{"shard": 1, "position": 9000, "stream_id": "test/new"}') as e
                from orchestrix.events x where position = 20) y
            """);
        Assert.Equal((FindingKind.Inserted, 9000), Named(await VerifyAsync(database)));

        await TamperAsync(database, "update orchestrix.events set actor = 'other' where position = 3");

        Assert.Equal((FindingKind.Altered, 3), Named(await VerifyAsync(database)));
    }

    /// <summary>40 events of an hour ago, with seals that end at 10, 20, 30 and 40.</summary>
    private async Task<TestDatabase> OldLogAsync()
    {
        var database = await FullLogAsync(40);
        await TamperAsync(database, "update orchestrix.events set recorded_at = recorded_at - interval '1 hour'");
        while (await SealAsync(database, 10) < 40)
        {
        }
        Assert.True((await VerifyAsync(database)).IsIntact);
        return database;
    }
}
