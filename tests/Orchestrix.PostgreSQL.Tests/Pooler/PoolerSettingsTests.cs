using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>What a pooler in transaction mode cannot do is done without, and no setting is needed for it.</summary>
public sealed class PoolerSettingsTests(PostgresFixture fixture, PoolerFixture pooler)
    : StoreTests(fixture), IClassFixture<PoolerFixture>
{
    /// <summary>
    /// A name that was prepared on one connection of the pooler is unknown on the next, or another client's.
    /// </summary>
    [Fact]
    public async Task No_statement_has_a_name_whatever_the_connection_string_says()
    {
        var database = Keep(await pooler.CreateDatabaseAsync());
        var store = Open(
            $"{database.ApplicationConnectionString};Max Auto Prepare=32;Auto Prepare Min Usages=1",
            static options => options.ReadDeadline = TimeSpan.FromMilliseconds(1));

        // Each caller has a connection to the pooler, and they take turns on fewer to the server.
        for (var turn = 0; turn < 30; turn++)
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.ReadHeadAsync()));
    }

    [Fact]
    public async Task The_schema_is_migrated_through_the_pooler()
    {
        var database = Keep(await Fixture.CreateEmptyDatabaseAsync());
        var options = new PostgreSQLOptions { ConnectionString = pooler.Through(database.OwnerConnectionString) };
        await using var source = PostgreSQLDataSource.CreateForMigrations(options);
        var migrator = new Migrator(
            source, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System);

        await Task.WhenAll(migrator.MigrateAsync(), migrator.MigrateAsync());

        await migrator.VerifyAsync();
    }

    [Fact]
    public async Task A_silo_learns_that_it_hears_nothing_and_polls_for_what_others_append()
    {
        var database = Keep(await pooler.CreateDatabaseAsync());
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
        };
        await using var source = PostgreSQLDataSource.Create(options);
        var (head, logger) = (new LogHead(), new CollectingLogger<HeadSignal>());
        using var signal = new HeadSignal(source, Options.Create(options), head, TimeProvider.System, logger);
        using var over = new CancellationTokenSource();
        var signalling = signal.ListenAndAnnounceAsync(over.Token);
        var store = Open(database.ApplicationConnectionString);
        // The safety net alone would take longer than the test waits.
        await using var feed = new LogFeed(
            store, head, Options.Create(new FeedOptions { PollInterval = TimeSpan.FromHours(1) }), TimeProvider.System,
            NullLogger<LogFeed>.Instance);
        using var cursor = feed.Open(LogFilter.Everything);
        var next = cursor.ReadAsync(0, 10, TimeSpan.FromMinutes(1), default);

        await Until.TrueAsync(() => logger.Messages.Any(static one => one.Contains("do not arrive")));
        await AppendAsync(Open(database.ApplicationConnectionString), Commit(NewStream(), ExpectedVersion.Any));

        Assert.Single((await next).Events);
        Assert.False(head.HearsOthers);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signalling);
    }
}
