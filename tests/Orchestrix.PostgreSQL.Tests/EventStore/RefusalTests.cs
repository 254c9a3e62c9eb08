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
    public async Task A_unique_constraint_is_not_argued_with_and_not_blamed_on_the_content()
    {
        var database = await CreateDatabaseAsync();
        await database.ExecuteAsync("create unique index one_of_each on orchestrix.events (event_type)");
        // Whoever tried again would do so for the whole test.
        var store = Open(
            database.ApplicationConnectionString, options => options.AppendDeadline = TimeSpan.FromHours(1));
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        var refused = await Assert.ThrowsAsync<CommitRejectedException>(() =>
            AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream)));
        Assert.Contains("unique constraint", refused.Message, StringComparison.Ordinal);
        Assert.Equal("one_of_each", Assert.IsType<PostgresException>(refused.InnerException).ConstraintName);
        Assert.Equal(1, await store.ReadHeadAsync());
    }

    /// <summary>A trigger of somebody else may drop rows without an error.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public async Task An_event_that_was_not_inserted_is_not_acknowledged(int events, bool isAny)
    {
        var database = await CreateDatabaseAsync();
        await database.ExecuteAsync("""
            create function orchestrix.drop_row() returns trigger language plpgsql as 'begin return null; end';
            create trigger drop_row before insert on orchestrix.events
                for each row when (new.commit_index = new.commit_size - 1) execute function orchestrix.drop_row();
            """);
        var store = Open(
            database.ApplicationConnectionString,
            options => options.AppendDeadline = TimeSpan.FromSeconds(2));

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => AppendAsync(
            store, Commit(NewStream(), isAny ? ExpectedVersion.Any : ExpectedVersion.NoStream, events)));
        Assert.Contains(
            $"inserted {events - 1} events instead of {events}", failure.InnerException!.Message,
            StringComparison.Ordinal);
        Assert.Equal(0, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task A_forgotten_transaction_leaves_the_sequencer_as_small_as_it_is()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await using var forgotten = await database.Owner.OpenConnectionAsync();
        await using var transaction = await forgotten.BeginTransactionAsync(System.Data.IsolationLevel.Snapshot);
        await using var look = new NpgsqlCommand("select count(*) from orchestrix.events", forgotten, transaction);
        await look.ExecuteScalarAsync();

        for (var count = 0; count < 300; count++)
            await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(300, await store.ReadHeadAsync());
        Assert.Equal(8192L, await database.ScalarAsync<long>("select pg_relation_size('orchestrix.log_shards')"));
    }

    [Theory]
    [InlineData("repeatable read")]
    [InlineData("serializable")]
    public async Task An_isolation_level_that_would_hide_what_others_append_is_refused(string level)
    {
        var database = await CreateDatabaseAsync();
        await database.ExecuteAsync($"alter database {database.Name} set default_transaction_isolation = '{level}'");
        var store = Open(database.ApplicationConnectionString);

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() =>
            AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream)));
        Assert.Equal(ErrorCodes.InvalidConfiguration, refused.Code);
        Assert.Contains("default_transaction_isolation", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await store.ReadHeadAsync());
    }
}
