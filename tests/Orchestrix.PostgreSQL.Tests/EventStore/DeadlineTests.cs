using Microsoft.Extensions.Options;
using Npgsql;
using Orchestrix.Appending;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>A server that is there and does not answer.</summary>
public sealed class DeadlineTests(PostgresFixture fixture) : StoreTests(fixture)
{
    [Fact]
    public async Task An_append_that_got_no_answer_in_time_is_sent_again_and_learns_the_truth()
    {
        var database = await CreateDatabaseAsync();
        await using var busy = await LockAsync(database);
        var store = Open(database.ApplicationConnectionString, options =>
            (options.CommandTimeout, options.AppendDeadline) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)));
        var appending = AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream, commandId: "pay"));
        var first = await WaiterAsync(database, after: "");
        await WaiterAsync(database, after: first);
        await ReleaseAsync(busy);

        Assert.Equal(AppendStatus.Appended, (await appending).Status);
        Assert.Equal(1, await store.ReadHeadAsync());
    }

    [Fact]
    public async Task An_append_ends_at_its_deadline_though_the_last_attempt_began_late()
    {
        var database = await CreateDatabaseAsync();
        await using var busy = await LockAsync(database);
        var store = Open(database.ApplicationConnectionString, options =>
            (options.CommandTimeout, options.AppendDeadline) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5)));

        await Assert.ThrowsAsync<UncertainOutcomeException>(() =>
            AppendAsync(store, Commit(NewStream(), ExpectedVersion.NoStream)));
        await ReleaseAsync(busy);
        Assert.Equal(0, await store.ReadHeadAsync());
    }

    /// <summary>The bank's silos answer within 10 s (silo/BankSilo.cs).</summary>
    [Fact]
    public void The_default_limits_of_an_append_end_before_its_caller_gives_up()
    {
        var (store, appender) = (new PostgreSQLOptions(), new AppenderOptions());
        var cancellation = TimeSpan.FromMilliseconds(
            new NpgsqlConnectionStringBuilder(
                PostgreSQLDataSource.Create(With(_ => { })).ConnectionString).CancellationTimeout);

        Assert.True(
            appender.QueueTimeout + store.AppendDeadline + store.ConnectTimeout + cancellation
            < TimeSpan.FromSeconds(10));
        Assert.True(Validate(With(_ => { })).Succeeded);
    }

    [Theory]
    [InlineData(1, 5, 5)]
    [InlineData(3, 3, 5)]
    public void A_deadline_that_leaves_no_time_for_a_second_attempt_is_refused(int connect, int command, int deadline)
    {
        var refused = Validate(With(options =>
            (options.ConnectTimeout, options.CommandTimeout, options.AppendDeadline) =
                (TimeSpan.FromSeconds(connect), TimeSpan.FromSeconds(command), TimeSpan.FromSeconds(deadline))));

        Assert.True(refused.Failed);
        Assert.Contains("AppendDeadline", refused.FailureMessage, StringComparison.Ordinal);
        Assert.Contains("CommandTimeout", refused.FailureMessage, StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(PostgreSQLOptions options) =>
        new PostgreSQLOptionsValidator().Validate(null, options);

    private static PostgreSQLOptions With(Action<PostgreSQLOptions> configure)
    {
        var options = new PostgreSQLOptions { ConnectionString = "Host=nowhere" };
        configure(options);
        return options;
    }

    private static async Task<NpgsqlConnection> LockAsync(TestDatabase database)
    {
        var connection = await database.Owner.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            "begin; lock table orchestrix.log_shards in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private static async Task ReleaseAsync(NpgsqlConnection busy)
    {
        await using var command = new NpgsqlCommand("rollback", busy);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until a statement waits for a lock, other than one that is known; returns its start.</summary>
    private static async Task<string> WaiterAsync(TestDatabase database, string after)
    {
        while (true)
        {
            var waiter = await database.ScalarAsync<string>("""
                select coalesce(max(waitstart)::text, '') from pg_locks
                where not granted and relation = 'orchestrix.log_shards'::regclass
                """);
            if (waiter != "" && waiter != after)
                return waiter;
        }
    }
}
