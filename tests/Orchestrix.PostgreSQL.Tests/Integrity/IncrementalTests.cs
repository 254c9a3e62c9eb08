using Orchestrix.PostgreSQL.Integrity;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>Part by part the whole log is compared, the newest first.</summary>
public sealed class IncrementalTests(PostgresFixture fixture) : IntegrityTests(fixture)
{
    private const int PartSize = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_begins_with_the_newest_goes_on_with_what_is_new_and_reads_the_old_in_turn()
    {
        await using var database = await SealedAsync(100);
        var verifier = Create(database);

        Assert.Equal(["81-100", "1-20"], await PartsAsync(verifier));
        Assert.Equal(["21-40"], await PartsAsync(verifier));
        await AppendFullAsync(Open(database.ApplicationConnectionString), 100, 10);
        await SealAsync(database, 10);
        Assert.Equal(["101-110", "41-60"], await PartsAsync(verifier));
        await AppendFullAsync(Open(database.ApplicationConnectionString), 110, 40);
        await SealAllAsync(database, 150);
        // More is new than fits: what is in between is old now.
        Assert.Equal(["131-150", "61-80"], await PartsAsync(verifier));
        Assert.Equal(["81-100"], await PartsAsync(verifier));
        Assert.Equal(["101-120"], await PartsAsync(verifier));
        Assert.Equal(["121-140"], await PartsAsync(verifier));
        Assert.Equal(["141-150"], await PartsAsync(verifier));
        Assert.Equal(["1-20"], await PartsAsync(verifier));
    }

    [Theory]
    [InlineData("update orchestrix.events set actor = 'other' where position = 95", 0, 95)]
    [InlineData("update orchestrix.events set actor = 'other' where position = 15", 0, 15)]
    [InlineData("update orchestrix.events set actor = 'other' where position = 65", 3, 65)]
    [InlineData("delete from orchestrix.events where position = 65", 3, 65)]
    [InlineData("delete from orchestrix.log_seals where last_position = 60", 2, 51)]
    [InlineData("update orchestrix.events set shard = 1 where position = 65", 0, 65)]
    [InlineData("update orchestrix.log_seals set hash = sha256('') where last_position = 100", 0, 91)]
    public async Task A_change_is_found_when_its_part_comes_and_stays_found(string deed, int wholeRuns, int position)
    {
        await using var database = await SealedAsync(100);
        await TamperAsync(database, deed);
        var verifier = Create(database);
        for (var run = 0; run < wholeRuns; run++)
            Assert.Null((await verifier.RunAsync(Stop)).Finding);

        Assert.Equal(position, (await verifier.RunAsync(Stop)).Finding?.Position);
        Assert.Equal(position, (await verifier.RunAsync(Stop)).Finding?.Position);
    }

    [Fact]
    public async Task A_log_that_was_changed_and_sealed_anew_since_the_last_time_is_found()
    {
        await using var database = await SealedAsync(100);
        var verifier = Create(database);
        Assert.Null((await verifier.RunAsync(Stop)).Finding);
        await TamperAsync(
            database,
            "update orchestrix.events set actor = 'other' where position = 65; "
            + "delete from orchestrix.log_seals where last_position > 60");
        await SealAllAsync(database, 100);

        Assert.Equal(FindingKind.Replaced, (await verifier.RunAsync(Stop)).Finding?.Kind);
        Assert.Null((await Create(database).RunAsync(Stop)).Finding);
    }

    [Fact]
    public async Task A_log_without_events_or_seals_has_nothing_to_compare()
    {
        await using var empty = await CreateDatabaseAsync();
        Assert.Empty(await PartsAsync(Create(empty)));

        await using var database = await FullLogAsync(5);
        var result = await Create(database).RunAsync(Stop);
        Assert.Null(result.Finding);
        Assert.Equal((0, 5), (result.State.End.Position, result.State.Unsealed));
    }

    [Fact]
    public async Task A_part_ends_with_the_seal_under_way_when_its_time_is_up()
    {
        await using var database = await CreateDatabaseAsync();
        await database.ExecuteAsync("""
            insert into orchestrix.events (
                position, version, recorded_at, event_id, commit_id, shard, schema_version, commit_index, commit_size,
                stream_id, event_type, data)
            select i, i, now(), gen_random_uuid(), gen_random_uuid(), 0, 1, 0, 1, 'test/long', 'test.grown', '{}'
            from generate_series(1, 10000) i
            """);
        await SealAsync(database);
        var (patient, hurried) = (
            new IncrementalVerifier(database.Application, new SteppingTime(seconds: 0)),
            new IncrementalVerifier(database.Application, new SteppingTime(seconds: 1)));

        Assert.Equal(["1-10000"], await PartsAsync(patient));
        Assert.Equal(["1-4096"], await PartsAsync(hurried));
        Assert.Equal(["4097-8192", "1-4096"], await PartsAsync(hurried));
        Assert.Equal(["8193-10000", "4097-8192"], await PartsAsync(hurried));
    }

    private static IncrementalVerifier Create(TestDatabase database) =>
        new(database.Application, TimeProvider.System, PartSize);

    private static async Task<string[]> PartsAsync(IncrementalVerifier verifier)
    {
        var result = await verifier.RunAsync(Stop);
        Assert.Null(result.Finding);
        return
        [
            .. result.Parts.Where(static part => part.To.Position > part.After)
                .Select(static part => $"{part.After + 1}-{part.To.Position}"),
        ];
    }

    private async Task<TestDatabase> SealedAsync(int events)
    {
        var database = await FullLogAsync(events);
        await SealAllAsync(database, events);
        return database;
    }

    private static async Task SealAllAsync(TestDatabase database, int events)
    {
        while (await SealAsync(database, 10) < events)
        {
        }
    }

    /// <summary>So many seconds go by whenever somebody looks.</summary>
    private sealed class SteppingTime(int seconds) : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += seconds * TimestampFrequency;
    }
}
