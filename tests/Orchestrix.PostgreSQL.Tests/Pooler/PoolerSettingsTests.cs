using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Feed;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>What a pooler in transaction mode cannot do is found out and said, or done without.</summary>
public sealed class PoolerSettingsTests(PostgresFixture fixture, PoolerFixture pooler)
    : StoreTests(fixture), IClassFixture<PoolerFixture>
{
    [Fact]
    public async Task Prepared_statements_are_refused_when_the_pooler_does_not_keep_them()
    {
        var database = Keep(await pooler.CreateDatabaseAsync());
        var undecided = Undecided(database.ApplicationConnectionString);

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => CheckAsync(undecided));

        Assert.Contains("Max Auto Prepare=0", refusal.Message, StringComparison.Ordinal);
        await CheckAsync($"{undecided};Max Auto Prepare=0");
        // Somebody who says so knows that it is session mode.
        await CheckAsync($"{undecided};Max Auto Prepare=32");
    }

    [Fact]
    public async Task Without_a_pooler_statements_are_prepared()
    {
        var database = await CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 1,
        };
        await using var source = PostgreSQLDataSource.Create(options);
        var store = new PostgreSQLEventStore(
            source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);

        await CheckAsync(database.ApplicationConnectionString);
        for (var repetition = 0; repetition < 3; repetition++)
            await store.ReadHeadAsync();

        await using var prepared = source.CreateCommand("select count(*) from pg_prepared_statements");
        Assert.True((long)(await prepared.ExecuteScalarAsync())! > 0);
    }

    [Fact]
    public async Task A_statement_that_another_connection_has_prepared_is_a_failure_that_names_the_setting()
    {
        var database = Keep(await pooler.CreateDatabaseAsync());
        var store = Open(
            Undecided(database.ApplicationConnectionString),
            static options => options.ReadDeadline = TimeSpan.FromMilliseconds(1));

        var failure = await Assert.ThrowsAsync<EventStoreUnavailableException>(async () =>
        {
            // Each caller has a connection to the pooler, and they take turns on fewer to the server.
            for (var turn = 0; turn < 50; turn++)
                await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.ReadHeadAsync()));
        });

        Assert.Contains("Max Auto Prepare=0", failure.Message, StringComparison.Ordinal);
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

    private static string Undecided(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.Remove("Max Auto Prepare");
        return builder.ConnectionString;
    }

    private static async Task CheckAsync(string connectionString)
    {
        var options = new PostgreSQLOptions { ConnectionString = connectionString, MinPoolSize = 0 };
        await using var source = PostgreSQLDataSource.Create(options);
        await PoolerCheck.ThrowIfStatementsAreLostAsync(options, source, default);
    }
}
