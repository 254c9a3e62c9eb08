using Microsoft.Extensions.Logging.Abstractions;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>G1: what was acknowledged is on disk.</summary>
public sealed class DurabilityTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Fact]
    public async Task A_failure_of_the_commit_itself_is_not_reported_as_success()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));
        // A deferred trigger runs while the transaction commits, after the rows of the answer were sent.
        await database.ExecuteAsync("""
            create function orchestrix.fail_at_commit() returns trigger language plpgsql as
                'begin raise exception ''refused at commit'' using errcode = ''23514''; end';
            create constraint trigger fail_at_commit after insert on orchestrix.events
                deferrable initially deferred for each row execute function orchestrix.fail_at_commit();
            """);
        var stream = NewStream();

        await Assert.ThrowsAsync<CommitRejectedException>(() =>
            AppendAsync(store, Commit(stream, ExpectedVersion.NoStream)));
        Assert.Equal(0, await store.ReadStreamVersionAsync(stream));
        Assert.Equal(1, await store.ReadHeadAsync());
    }

    [Theory]
    [InlineData("off", "on")]
    [InlineData("local", "local")]
    [InlineData("on", "on")]
    public async Task A_server_that_acknowledges_early_by_default_does_not_do_so_for_events(
        string setting, string atCommit)
    {
        var database = await CreateDatabaseAsync();
        await database.ExecuteAsync($"""
            alter database {database.Name} set synchronous_commit = '{setting}';
            create table orchestrix.seen (setting text);
            create function orchestrix.see() returns trigger language plpgsql as
                'begin insert into orchestrix.seen values (current_setting(''synchronous_commit'')); return null; end';
            create constraint trigger see after insert on orchestrix.events
                deferrable initially deferred for each row execute function orchestrix.see();
            alter function orchestrix.see() security definer;
            """);
        await AppendAsync(Open(database.ApplicationConnectionString), Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(
            atCommit, await database.ScalarAsync<string>("select string_agg(setting, ',') from orchestrix.seen"));
    }

    [Fact]
    public async Task A_failure_inside_a_batch_leaves_no_gap_in_the_order()
    {
        var database = await CreateDatabaseAsync();
        var store = Open(database.ApplicationConnectionString);
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, events: 2));
        var broken = Commit(NewStream(), ExpectedVersion.NoStream) with { Events = [Event("""{"text":"\u0000"}""")] };

        await Assert.ThrowsAsync<CommitRejectedException>(() =>
            store.AppendAsync([Commit(NewStream(), ExpectedVersion.NoStream, events: 3), broken]));
        var next = await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(3, next.LastPosition);
        Assert.Equal([1L, 2, 3], await store.ReadLogAsync(0).Select(recorded => recorded.Position).ToListAsync());
    }

    /// <summary>A host shares the connections with the store, and they are not reset.</summary>
    [Theory]
    [InlineData("begin")]
    [InlineData("begin isolation level serializable read only")]
    public async Task A_transaction_that_a_host_left_open_does_not_take_the_next_append_along(string left)
    {
        var database = await CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 1,
        };
        var source = Keep(PostgreSQLDataSource.Create(options));
        await using (var command = source.CreateCommand(left))
            await command.ExecuteNonQueryAsync();
        var store = new PostgreSQLEventStore(
            source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);

        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(1L, await database.ScalarAsync<long>("select count(*) from orchestrix.events"));
    }
}
