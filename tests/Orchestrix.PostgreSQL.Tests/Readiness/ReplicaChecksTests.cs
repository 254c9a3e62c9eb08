using Npgsql;
using Npgsql.Replication;
using Orchestrix.PostgreSQL.Local;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Readiness;
using Orchestrix.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Readiness;

/// <summary>A real replica that falls behind, and is lost.</summary>
public sealed class ReplicaChecksTests(ReadinessServer server) : IClassFixture<ReadinessServer>, IDisposable
{
    private const string Lag = "persistence.replication-lag";
    private const string Replica = "persistence.replica";

    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_replica_that_falls_behind_and_one_that_is_lost_are_found()
    {
        await using var database = await server.CreateDatabaseAsync();
        var options = new LocalPostgresOptions { DataDirectory = _folder.Path };
        options.Settings["max_prepared_transactions"] = "2";
        var replica = await server.Server.StartStandbyAsync(options, "replica", Stop);
        await using (replica)
        {
            // A role like any other knows that there is one, and whether commits wait for it.
            await Until.TrueAsync(async () =>
                (await ResultAsync(database, Replica)).Evidence.StartsWith("1 replicas", StringComparison.Ordinal));
            Assert.Equal(CheckOutcome.Failed, (await ResultAsync(database, Replica)).Outcome);
            await WaitForAsync("replica");
            // It does not see whether what is connected is a replica at all.
            await Until.TrueAsync(async () => (await ResultAsync(database, Replica)).Outcome == CheckOutcome.Unknown);
            Assert.Equal(CheckOutcome.Unknown, (await ResultAsync(database, Lag)).Outcome);
            await server.ExecuteAsync("postgres", "grant pg_read_all_stats to orchestrix_app");
            await Until.TrueAsync(async () => (await ResultAsync(database, Replica)).Outcome == CheckOutcome.Passed);
            await Until.TrueAsync(async () => (await ResultAsync(database, Lag)).Outcome == CheckOutcome.Passed);
            var whole = await FailedAsync(database);
            Assert.Equal(Measured.Lacking.Except(["persistence.replica"]), whole);

            await OnReplicaAsync(replica, "select pg_wal_replay_pause()");
            await Until.TrueAsync(async () =>
            {
                await server.ExecuteAsync("postgres", "select pg_logical_emit_message(true, 'test', 'lag')");
                return (await FailedAsync(database)).Contains(Lag);
            });
            Broken.Only("persistence.replication-lag", whole, await FailedAsync(database));

            await OnReplicaAsync(replica, "select pg_wal_replay_resume()");
            await Until.TrueAsync(async () =>
            {
                await server.ExecuteAsync("postgres", "select pg_logical_emit_message(true, 'test', 'caught up')");
                return !(await FailedAsync(database)).Contains(Lag);
            });
            await WaitForAsync("");
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Replica));
            Broken.Only("persistence.replica", whole, await FailedAsync(database));
            // Commits wait for something that is not this replica.
            await WaitForAsync("a_receiver");
            await Until.TrueAsync(async () => (await ResultAsync(database, Replica)).Evidence.EndsWith(
                "'a_receiver': no commit waits for one of these", StringComparison.Ordinal));
            Broken.Only("persistence.replica", whole, await FailedAsync(database));
            await WaitForAsync("replica");
            await Until.TrueAsync(async () => !(await FailedAsync(database)).Contains(Replica));

            await replica.StopAsync(Stop);
            await Until.TrueAsync(async () => (await FailedAsync(database)).Contains(Replica));
            Broken.Only("persistence.replica", whole, await FailedAsync(database));
            await WaitForAsync("");
            await server.ExecuteAsync("postgres", "revoke pg_read_all_stats from orchestrix_app");
        }
    }

    [Fact]
    public async Task A_backup_that_is_being_taken_is_no_replica()
    {
        await using var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("postgres", "revoke pg_read_all_stats from orchestrix_app");
        await server.Server.MakeDirectoryAsync(_folder.Path, Stop);
        var connection = new NpgsqlConnectionStringBuilder(server.Server.SuperuserConnectionString);
        var passwords = await server.Server.WritePasswordsAsync(Stop);
        // At 32 kB a second it would take a quarter of an hour.
        var backup = server.Server.RunToolAsync(
            "pg_basebackup",
            [
                "--pgdata", _folder.Path, "--wal-method", "none", "--checkpoint", "fast", "--max-rate", "32",
                "--dbname",
                $"host=127.0.0.1 port={connection.Port} user={connection.Username} passfile={passwords}",
            ],
            cancellationToken: Stop);
        await Until.TrueAsync(async () => backup.IsCompleted
            || await database.ScalarAsync<long>("select count(*) from pg_stat_replication") == 1);

        await WaitForAsync("*");
        await Until.TrueAsync(async () => (await ResultAsync(database, Replica)).Evidence.EndsWith(
            "synchronous_standby_names is '*'", StringComparison.Ordinal));
        var (replica, lag) = (await ResultAsync(database, Replica), await ResultAsync(database, Lag));
        await WaitForAsync("");
        Assert.Equal((CheckOutcome.Failed, "0 replicas"), (replica.Outcome, replica.Evidence[..10]));
        Assert.Equal(CheckOutcome.NotApplicable, lag.Outcome);
        Assert.False(backup.IsCompleted);
        await server.ExecuteAsync("postgres", "select pg_terminate_backend(pid) from pg_stat_replication");
        await Assert.ThrowsAsync<InvalidOperationException>(() => backup);
    }

    [Fact]
    public async Task What_takes_the_log_and_replays_nothing_is_no_replica()
    {
        await using var database = await server.CreateDatabaseAsync();
        var superuser = new NpgsqlConnectionStringBuilder(server.Server.SuperuserConnectionString) { Pooling = false };
        // As Debezium and others follow a database.
        await using var logical = new LogicalReplicationConnection(superuser.ConnectionString);
        await logical.Open(Stop);
        superuser.ApplicationName = "pg_receivewal";
        await using var receiver = new PhysicalReplicationConnection(superuser.ConnectionString);
        await receiver.Open(Stop);
        superuser.ApplicationName = "my-copy-of-the-log";
        await using var unknown = new PhysicalReplicationConnection(superuser.ConnectionString);
        await unknown.Open(Stop);
        await server.ExecuteAsync("postgres", "grant pg_read_all_stats to orchestrix_app");
        await WaitForAsync("*");
        try
        {
            var result = await ResultAsync(database, Replica);

            Assert.Equal((CheckOutcome.Failed, "0 replicas"), (result.Outcome, result.Evidence[..10]));
            Assert.Equal(CheckOutcome.NotApplicable, (await ResultAsync(database, Lag)).Outcome);
        }
        finally
        {
            await WaitForAsync("");
            await server.ExecuteAsync("postgres", "revoke pg_read_all_stats from orchestrix_app");
        }
    }

    [Fact]
    public async Task What_a_plain_role_cannot_tell_from_a_replica_is_not_taken_for_one()
    {
        await using var database = await server.CreateDatabaseAsync();
        var superuser = new NpgsqlConnectionStringBuilder(server.Server.SuperuserConnectionString)
        {
            Pooling = false,
            ApplicationName = "barman_receive_wal",
        };
        await using var known = new PhysicalReplicationConnection(superuser.ConnectionString);
        await known.Open(Stop);
        await WaitForAsync("*");
        try
        {
            await Until.TrueAsync(async () => (await ResultAsync(database, Replica)).Evidence.Contains('*'));
            Assert.Equal(CheckOutcome.Failed, (await ResultAsync(database, Replica)).Outcome);
            Assert.Equal(CheckOutcome.NotApplicable, (await ResultAsync(database, Lag)).Outcome);

            superuser.ApplicationName = "my-copy-of-the-log";
            await using var unknown = new PhysicalReplicationConnection(superuser.ConnectionString);
            await unknown.Open(Stop);

            var result = await ResultAsync(database, Replica);
            Assert.Equal((CheckOutcome.Unknown, "1 replicas"), (result.Outcome, result.Evidence[..10]));
            Assert.Equal(CheckOutcome.Unknown, (await ResultAsync(database, Lag)).Outcome);
        }
        finally
        {
            await WaitForAsync("");
        }
    }

    /// <summary>Lets commits wait for standbys. A file is written, not a transaction, which would wait.</summary>
    private async Task WaitForAsync(string standbys) => await server.ExecuteAsync(
        "postgres", $"alter system set synchronous_standby_names = '{standbys}';; select pg_reload_conf()");

    private static async Task<string[]> FailedAsync(TestDatabase database) => Measured.Failed(await RunAsync(database));

    private static async Task<CheckResult> ResultAsync(TestDatabase database, string id) =>
        (await RunAsync(database)).Single(one => one.Check.Id == id);

    private static Task<List<CheckResult>> RunAsync(TestDatabase database) => Measured.RunAsync(
        database.ApplicationConnectionString, static limits => limits.MaxReplicationLag = TimeSpan.FromSeconds(1));

    private static async Task OnReplicaAsync(LocalPostgres replica, string statement)
    {
        var connection = new NpgsqlConnectionStringBuilder(replica.SuperuserConnectionString) { Pooling = false };
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
