using Npgsql;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Tests.Interchange;

namespace Orchestrix.PostgreSQL.Tests.Integrity;

/// <summary>What a seal is, and what is sealed.</summary>
public sealed class SealTests(PostgresFixture fixture) : IntegrityTests(fixture)
{
    [Fact]
    public async Task The_hashes_are_those_that_the_description_gives()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var database = await RandomLogAsync();
            var half = await SealAsync(database, 7);
            var end = await SealAsync(database);

            var first = await SealModel.HashAsync(database, [], 1, half);
            Assert.Equal(
                first, await database.ScalarAsync<byte[]>("select hash from orchestrix.log_seals limit 1"));
            Assert.Equal(
                end.Position == half ? first : await SealModel.HashAsync(database, first, half + 1, end.Position),
                end.Hash);
            var result = await VerifyAsync(database);
            Assert.Null(result.Finding);
            Assert.Equal((end.Position, end.Position, 0), (result.Events, result.Head, result.Unsealed));
        }
    }

    [Fact]
    public async Task A_log_that_was_there_before_is_sealed_from_its_first_event_on()
    {
        await using var database = await FullLogAsync(30);
        var before = await VerifyAsync(database);
        Assert.Equal((0, 30, true), (before.End.Position, before.Unsealed, before.IsIntact));

        await SealAsync(database);

        Assert.Equal(1, await database.ScalarAsync<long>("select min(first_position) from orchestrix.log_seals"));
        Assert.Equal(30, (await VerifyAsync(database)).Events);
    }

    [Fact]
    public async Task An_imported_log_is_sealed_with_the_import()
    {
        await using var database = await RandomLogAsync();
        var target = await CreateDatabaseAsync();
        await using (target)
        {
            var content = await InterchangeTests.BytesAsync(database);
            var imported = await InterchangeTests.ImportAsync(target, content);

            var result = await VerifyAsync(target);
            Assert.Equal((imported.Events, 0, true), (result.Events, result.Unsealed, result.IsIntact));
            Assert.Equal((await SealAsync(database)).Hash, result.End.Hash);
        }
    }

    [Fact]
    public async Task Many_sealers_make_one_chain_while_events_are_appended()
    {
        await using var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        var appending = AppendFullAsync(store, 0, 200);
        var sealers = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (!appending.IsCompleted)
                await SealAsync(database);
        });
        await Task.WhenAll(sealers);
        await appending;
        await SealAsync(database);

        var result = await VerifyAsync(database);
        Assert.Null(result.Finding);
        Assert.Equal((200, 200), (result.Events, result.End.Position));
    }

    [Fact]
    public async Task Only_what_lies_behind_the_anchor_is_compared()
    {
        await using var database = await FullLogAsync(10);
        var anchor = await SealAsync(database);
        await AppendFullAsync(Open(database.ApplicationConnectionString), 10, 5);
        await SealAsync(database);

        var result = await VerifyAsync(database, anchor, isWhole: false);

        Assert.Equal((10, 5, true), (result.After, result.Events, result.IsIntact));
        await TamperAsync(database, "update orchestrix.events set actor = 'x' where position = 3");
        Assert.True((await VerifyAsync(database, anchor, isWhole: false)).IsIntact);
        Assert.Equal(3, (await VerifyAsync(database, anchor)).Finding!.Position);
    }

    [Fact]
    public async Task A_log_that_has_lost_an_event_is_not_sealed()
    {
        await using var database = await FullLogAsync(10);
        await TamperAsync(database, "delete from orchestrix.events where position = 4");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => SealAsync(database, 100));

        Assert.Equal(PostgresErrorCodes.DataCorrupted, refusal.SqlState);
        Assert.Equal((FindingKind.Missing, 4), Named(await VerifyAsync(database)));
    }

    [Theory]
    [InlineData("update orchestrix.log_seals set sealed_at = now()")]
    [InlineData("delete from orchestrix.log_seals")]
    [InlineData("truncate orchestrix.log_seals")]
    public async Task Seals_are_append_only_for_their_owner_too(string sql)
    {
        await using var database = await FullLogAsync(1);
        await SealAsync(database);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(sql));

        Assert.Equal("2F002", refusal.SqlState);
    }

    [Fact]
    public async Task The_application_cannot_write_a_seal()
    {
        await using var database = await FullLogAsync(1);
        await using var command = database.Application.CreateCommand(
            "insert into orchestrix.log_seals values (1, 1, now(), 0, sha256(''), sha256(''))");

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    internal static (FindingKind Kind, long Position) Named(VerifyResult result) =>
        (result.Finding!.Kind, result.Finding.Position);
}
