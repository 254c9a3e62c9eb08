using Npgsql;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>The log cannot be changed, whoever asks.</summary>
public sealed class AppendOnlyTests(PostgresFixture fixture) : StoreTests(fixture)
{
    public static TheoryData<string> Changes =>
    [
        "update orchestrix.events set data = '{}'",
        "delete from orchestrix.events",
        "truncate orchestrix.events",
        "delete from orchestrix.log_shards",
        "truncate orchestrix.log_shards",
    ];

    public static TheoryData<string> BackDoors =>
    [
        .. Changes.Select(row => row.Data),
        "update orchestrix.log_shards set shard = 1",
        "insert into orchestrix.log_shards (shard) values (7)",
        "insert into orchestrix.events select * from orchestrix.events",
        "alter table orchestrix.events disable trigger all",
        "drop table orchestrix.events",
        "create table orchestrix.mine (n integer)",
        "create or replace function orchestrix.refuse_change() returns trigger language plpgsql as "
            + "'begin return null; end'",
    ];

    [Theory]
    [MemberData(nameof(BackDoors))]
    public async Task The_application_role_has_no_way_to_change_the_log(string change)
    {
        var database = await CreateDatabaseAsync();
        await AppendAsync(Open(database.ApplicationConnectionString), Commit(NewStream(), ExpectedVersion.NoStream));
        await using var command = database.Application.CreateCommand(change);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.True(refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or "2F002", refused.SqlState);
        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Even_the_owner_is_told_to_append_instead(string change)
    {
        var database = await CreateDatabaseAsync();
        await AppendAsync(Open(database.ApplicationConnectionString), Commit(NewStream(), ExpectedVersion.NoStream));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(change));
        Assert.Equal("2F002", refused.SqlState);
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }
}
