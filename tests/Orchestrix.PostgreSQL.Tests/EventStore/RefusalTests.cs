using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>What the server says no to, as the caller sees it.</summary>
public sealed class RefusalTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Fact]
    public async Task Wrong_credentials_are_told_at_once_and_without_the_password()
    {
        var database = await CreateDatabaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString)
        {
            Password = "wrong-secret",
        };
        var store = Open(connection.ConnectionString);

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.ReadHeadAsync());
        Assert.Equal(ErrorCodes.StoreAccessDenied, failure.Code);
        Assert.DoesNotContain("wrong-secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_told()
    {
        var database = await CreateDatabaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString)
        {
            Database = "missing",
        };

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            AppendAsync(Open(connection.ConnectionString), Commit(NewStream(), ExpectedVersion.NoStream)));
        Assert.Equal(ErrorCodes.StoreAccessDenied, failure.Code);
    }

    [Fact]
    public async Task A_database_without_the_schema_says_to_migrate()
    {
        var database = Keep(await Fixture.CreateEmptyDatabaseAsync());

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            Open(database.OwnerConnectionString).ReadHeadAsync());
        Assert.Equal(ErrorCodes.SchemaMismatch, failure.Code);
        Assert.Contains("orchestrix migrate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_writes_nothing_and_is_survived_without_a_restart()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(
            database.ApplicationConnectionString,
            options => options.AppendDeadline = TimeSpan.FromMilliseconds(200));
        var stream = NewStream();
        await database.ExecuteAsync("""
            create function orchestrix.full() returns trigger language plpgsql as
                'begin
                    raise exception ''could not extend file: No space left on device'' using errcode = ''53100'';
                end';
            create trigger full_disk before insert on orchestrix.events
                for each statement execute function orchestrix.full();
            """);

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            AppendAsync(store, Commit(stream, ExpectedVersion.NoStream)));
        Assert.Equal(ErrorCodes.StoreFull, failure.Code);

        await database.ExecuteAsync("drop trigger full_disk on orchestrix.events");
        Assert.Equal(1, (await AppendAsync(store, Commit(stream, ExpectedVersion.NoStream))).LastPosition);
    }

    [Fact]
    public async Task A_row_in_the_way_of_the_sequencer_is_refused_and_not_overwritten()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, events: 2));
        await database.ExecuteAsync("update orchestrix.log_shards set last_position = 1");

        await Assert.ThrowsAsync<CommitRejectedException>(() =>
            AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream)));
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }
}
