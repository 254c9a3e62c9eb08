using Orchestrix.PostgreSQL.Integrity;
using static Orchestrix.PostgreSQL.Tests.Integrity.SealTests;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>Whatever somebody who may do everything does to the log, the first place of it is named.</summary>
public sealed class TamperTests(PostgresFixture fixture) : IntegrityTests(fixture)
{
    // Seals end at 10, 20, 30 and 40.
    private const int Events = 40;

    private const string MoveDown = "alter table orchestrix.events drop constraint events_position; "
        + "update orchestrix.events set position = position + 1 where position >= ";

    private const string InsertLike = "insert into orchestrix.events select (e).* from (select jsonb_populate_record("
        + "x, '{\"position\": ";

    public static TheoryData<string> Columns { get; } =
    [
        "version = version + 1000", "recorded_at = recorded_at + interval '1 microsecond'",
        "command_fingerprint = 99", "command_fingerprint = null", "event_id = gen_random_uuid()",
        "commit_id = gen_random_uuid()", "schema_version = 2", "commit_index = 1", "commit_size = 2",
        "stream_id = 'test/other'", "event_type = 'test.other'", "command_id = 'other'", "command_id = null",
        "correlation_id = 'other'", "causation_id = 'other'", "trace_parent = 'other'", "actor = 'other'",
        "actor = ''", "actor = null", "tenant = 'other'", "tenant = correlation_id, correlation_id = tenant",
        "data = '{\"n\": 2}'", "data = '{\"n\": 1.0}'",
    ];

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_changed_column_is_found(string change)
    {
        await using var database = await SealedAsync();
        await TamperAsync(database, $"update orchestrix.events set {change} where position in (17, 33)");

        var result = await VerifyAsync(database);

        Assert.Equal((FindingKind.Altered, 17), Named(result));
        Assert.NotNull(result.Finding!.EventId);
        Assert.False(result.IsIntact);
    }

    [Fact]
    public async Task Every_column_of_the_table_is_covered()
    {
        await using var database = await CreateDatabaseAsync();
        await using var command = database.Owner.CreateCommand(
            "select attname::text from pg_attribute where attrelid = 'orchestrix.events'::regclass and attnum > 0 "
            + "and not attisdropped");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var column = reader.GetString(0);
            Assert.True(
                column is "position" or "shard"
                || Columns.Any(row => row.Data.StartsWith($"{column} =", StringComparison.Ordinal)),
                $"No test changes the column {column}: does seal_log cover it?");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(25)]
    [InlineData(40)]
    public async Task A_deleted_event_is_missing(int position)
    {
        await using var database = await SealedAsync();
        await TamperAsync(database, $"delete from orchestrix.events where position = {position}");

        Assert.Equal((FindingKind.Missing, position), Named(await VerifyAsync(database)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(39)]
    public async Task A_deleted_event_whose_place_was_filled_up_is_missing(int position)
    {
        await using var database = await SealedAsync();
        await TamperAsync(
            database,
            $"delete from orchestrix.events where position = {position}; "
            + "alter table orchestrix.events drop constraint events_position; "
            + $"update orchestrix.events set position = position - 1 where position > {position}");

        Assert.Equal((FindingKind.Missing, position), Named(await VerifyAsync(database)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(40)]
    public async Task An_event_for_which_place_was_made_is_inserted(int position)
    {
        await using var database = await SealedAsync();
        await TamperAsync(database, $"{MoveDown}{position}; {Insert(position, "test/new")}");

        var result = await VerifyAsync(database);

        Assert.Equal((FindingKind.Inserted, position), Named(result));
        Assert.Equal(("test/new", 1L), (result.Finding!.Stream, result.Finding.Version));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(40)]
    public async Task A_second_event_at_a_position_is_inserted(int position)
    {
        await using var database = await SealedAsync();
        await TamperAsync(
            database, "alter table orchestrix.events drop constraint events_position; " + Insert(position, "test/new"));

        Assert.Equal((FindingKind.Inserted, position), Named(await VerifyAsync(database)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-5, 0)]
    [InlineData(7, 1)]
    [InlineData(7, -1)]
    public async Task An_event_where_nobody_looks_is_inserted(int position, int shard)
    {
        await using var database = await SealedAsync();
        await TamperAsync(database, Insert(position, "test/new", shard));

        var result = await VerifyAsync(database);

        Assert.Equal((FindingKind.Inserted, position), Named(result));
        Assert.Equal("test/new", result.Finding!.Stream);
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(10, 11)]
    [InlineData(5, 35)]
    public async Task Exchanged_events_are_found_at_the_first(int one, int other)
    {
        await using var database = await SealedAsync();
        await TamperAsync(
            database,
            "alter table orchestrix.events drop constraint events_position; "
            + $"update orchestrix.events set position = {one} + {other} - position where position in ({one}, {other})");

        var result = await VerifyAsync(database);

        Assert.Equal((FindingKind.Moved, one), Named(result));
        Assert.Contains($"was at position {other}", result.Finding!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update orchestrix.log_seals set hash = sha256('') where last_position = 20", 11)]
    [InlineData(
        "update orchestrix.log_seals set digests = sha256('') || substr(digests, 33) where last_position = 20", 11)]
    [InlineData("update orchestrix.log_seals set hash = sha256('') where last_position = 40", 31)]
    public async Task A_changed_seal_is_found(string change, int position)
    {
        await using var database = await SealedAsync();
        await TamperAsync(database, change);

        Assert.Equal((FindingKind.SealAltered, position), Named(await VerifyAsync(database)));
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(20, 11)]
    [InlineData(30, 21)]
    public async Task A_deleted_seal_is_missing(int last, int position)
    {
        await using var database = await SealedAsync();
        await TamperAsync(database, $"delete from orchestrix.log_seals where last_position = {last}");

        Assert.Equal((FindingKind.SealMissing, position), Named(await VerifyAsync(database)));
    }

    [Fact]
    public async Task A_log_that_was_changed_and_sealed_anew_does_not_fit_its_anchor()
    {
        await using var database = await SealedAsync();
        var anchor = (await VerifyAsync(database)).End;
        await TamperAsync(
            database,
            "update orchestrix.events set actor = 'other' where position = 17; "
            + "delete from orchestrix.log_seals where last_position > 10");
        while (await SealAsync(database, 10) < Events)
        {
        }

        Assert.True((await VerifyAsync(database)).IsIntact);
        Assert.Equal((FindingKind.Replaced, Events), Named(await VerifyAsync(database, anchor, isWhole: false)));
    }

    [Fact]
    public async Task A_log_that_ends_before_its_anchor_was_restored_or_cut()
    {
        await using var database = await SealedAsync();
        var anchor = (await VerifyAsync(database)).End;
        await TamperAsync(
            database,
            "delete from orchestrix.events where position > 30; "
            + "delete from orchestrix.log_seals where last_position > 30");

        var result = await VerifyAsync(database, anchor, isWhole: false);

        Assert.Equal((FindingKind.Replaced, 31), Named(result));
        Assert.Contains("ends at position 30", result.Finding!.Message, StringComparison.Ordinal);
        Assert.True((await VerifyAsync(database)).IsIntact);
    }

    [Fact]
    public async Task A_gap_behind_the_seals_is_found()
    {
        await using var database = await SealedAsync();
        await AppendFullAsync(Open(database.ApplicationConnectionString), Events, 5);
        await TamperAsync(database, "delete from orchestrix.events where position = 43");

        Assert.Equal((FindingKind.Missing, 43), Named(await VerifyAsync(database)));
    }

    private async Task<TestDatabase> SealedAsync()
    {
        var database = await FullLogAsync(Events);
        while (await SealAsync(database, 10) < Events)
        {
        }
        Assert.True((await VerifyAsync(database)).IsIntact);
        return database;
    }

    private static string Insert(int position, string stream, int shard = 0) =>
        $"{InsertLike}{position}, \"shard\": {shard}, \"stream_id\": \"{stream}\", \"version\": 1}}') as e "
        + "from orchestrix.events x where x.position = 20 and x.shard = 0 limit 1) y";
}
