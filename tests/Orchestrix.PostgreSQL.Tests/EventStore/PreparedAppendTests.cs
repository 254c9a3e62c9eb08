using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Tests.Pooler;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>The name that the append has on a connection to the server itself, and nowhere else.</summary>
public sealed class PreparedAppendTests(PostgresFixture fixture, PoolerFixture pooler)
    : StoreTests(fixture), IClassFixture<PoolerFixture>
{
    private const string Prepared =
        "select count(*) from pg_prepared_statements where statement like '%append_commits%'";

    [Fact]
    public async Task The_append_is_prepared_once_on_each_connection()
    {
        var (store, source) = OpenOne(await CreateDatabaseAsync());
        for (var number = 0; number < 3; number++)
            await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(1, await CountAsync(source));
    }

    [Fact]
    public async Task Through_a_pooler_nothing_is_prepared()
    {
        var (store, source) = OpenOne(Keep(await pooler.CreateDatabaseAsync()));
        for (var number = 0; number < 3; number++)
            await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));

        Assert.Equal(0, await CountAsync(source));
        Assert.Equal(3, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task A_statement_that_somebody_dropped_is_made_again()
    {
        var (store, source) = OpenOne(await CreateDatabaseAsync());
        await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));
        await using (var drop = source.CreateCommand("deallocate all"))
            await drop.ExecuteNonQueryAsync();

        var appended = await AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream));
        Assert.Equal((AppendStatus.Appended, 2), (appended.Status, appended.LastPosition));
        Assert.Equal(1, await CountAsync(source));
    }

    [Fact]
    public async Task A_refused_append_leaves_its_connection_in_step()
    {
        var (store, source) = OpenOne(await CreateDatabaseAsync());
        var stream = NewStream();
        for (var version = 0; version < 10; version++)
        {
            await Assert.ThrowsAsync<Errors.CommitRejectedException>(() => store.AppendAsync(
                [Commit(stream, ExpectedVersion.Exactly(version)) with { Events = [Event("no json")] }]));
            var appended = await AppendAsync(store, Commit(stream, ExpectedVersion.Exactly(version)));
            Assert.Equal((AppendStatus.Appended, version + 1), (appended.Status, appended.LastVersion));
        }
        Assert.Equal(1, await CountAsync(source));
    }

    /// <summary>A store with one connection, and the source of that connection.</summary>
    private (PostgreSQLEventStore Store, NpgsqlDataSource Source) OpenOne(TestDatabase database)
    {
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 1,
        };
        var source = Keep(PostgreSQLDataSource.Create(options));
        return (
            new PostgreSQLEventStore(
                source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance),
            source);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(Prepared);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
