using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Snapshots;
using Orchestrix.PostgreSQL.Tests.EventStore;
using Orchestrix.PostgreSQL.Tests.Support;
using Orchestrix.Snapshots;

namespace Orchestrix.PostgreSQL.Tests.Snapshots;

/// <summary>The table behind the snapshots, in good and in bad condition.</summary>
public sealed class SnapshotTableTests(PostgresFixture fixture) : StoreTests(fixture)
{
    private TestDatabase _database = null!;
    private PostgreSQLSnapshotStore _snapshots = null!;

    public static TheoryData<string> OtherHistories =>
    [
        "update orchestrix.snapshots set event_id = gen_random_uuid()",
        "update orchestrix.snapshots set version = 99",
        "update orchestrix.snapshots set version = 4",
    ];

    [Fact]
    public async Task A_snapshot_and_its_tail_come_in_one_round_trip()
    {
        var stream = await SaveAsync(events: 6, version: 5);
        await using var proxy = new CuttingProxy(Fixture.Server.Port);
        var behind = OpenSnapshots(new NpgsqlConnectionStringBuilder(_database.ApplicationConnectionString)
        {
            Port = proxy.Port,
        }.ConnectionString);
        // The first load opens the connection, and the statements are prepared along the way.
        for (var load = 0; load < 5; load++)
        {
            var before = proxy.RoundTrips;
            var loaded = await behind.LoadAsync(stream);
            Assert.Equal((5L, 6L), (loaded.Snapshot?.Version, loaded.Tail.Single().Version));
            if (load > 0)
                Assert.Equal(1, proxy.RoundTrips - before);
        }
    }

    [Theory]
    [MemberData(nameof(OtherHistories))]
    public async Task A_snapshot_of_another_history_is_told_and_gives_way_to_an_older_one(string change)
    {
        var stream = await SaveAsync(events: 6, version: 5);
        await _database.ExecuteAsync(change);

        var load = await _snapshots.LoadAsync(stream);
        Assert.NotNull(load.Snapshot);
        Assert.False(load.IsInLog);
        Assert.Equal([1L, 2, 3, 4, 5, 6], load.Tail.Select(one => one.Version));
        Assert.Equal(1, await _snapshots.SaveAsync([await TakeAsync(stream, 2)]));
        Assert.True((await _snapshots.LoadAsync(stream)).IsInLog);
    }

    [Fact]
    public async Task A_locked_table_is_not_waited_for()
    {
        var stream = await SaveAsync(events: 2, version: 2);
        await using var connection = await _database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table orchestrix.snapshots", connection, transaction);
        await command.ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _snapshots.LoadAsync(stream));
        Assert.Equal(
            PostgresErrorCodes.LockNotAvailable, Assert.IsType<PostgresException>(refused.InnerException).SqlState);
        var snapshot = await TakeAsync(stream, 1);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _snapshots.SaveAsync([snapshot]));
        await transaction.RollbackAsync();
        Assert.Equal(2, (await _snapshots.LoadAsync(stream)).Snapshot?.Version);
    }

    [Fact]
    public async Task A_missing_table_is_named_as_what_it_is()
    {
        var stream = await SaveAsync(events: 2, version: 2);
        await _database.ExecuteAsync("drop table orchestrix.snapshots");

        var refused = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => _snapshots.LoadAsync(stream));
        Assert.Equal(ErrorCodes.SchemaMismatch, refused.Code);
    }

    [Fact]
    public async Task Connections_that_broke_while_they_were_idle_do_not_cost_a_replay()
    {
        var stream = await SaveAsync(events: 2, version: 2);
        await using var command = _database.Application.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
            + "and usename = current_user and pid <> pg_backend_pid()");
        await command.ExecuteNonQueryAsync();

        Assert.Equal(2, (await _snapshots.LoadAsync(stream)).Snapshot?.Version);
    }

    [Fact]
    public async Task The_limits_of_a_snapshot_do_not_stay_behind_on_the_connection()
    {
        await SaveAsync(events: 2, version: 2);
        var options = new PostgreSQLOptions
        {
            ConnectionString = _database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 1,
        };
        var source = Keep(PostgreSQLDataSource.Create(options));
        await new PostgreSQLSnapshotStore(source, options).LoadAsync(NewStream());
        await using var command = source.CreateCommand(
            "select current_setting('lock_timeout') || ' ' || current_setting('synchronous_commit')");

        Assert.Equal("0 on", await command.ExecuteScalarAsync());
    }

    private async Task<StreamId> SaveAsync(int events, long version)
    {
        _database = await CreateDatabaseAsync();
        _snapshots = OpenSnapshots(_database.ApplicationConnectionString);
        var stream = NewStream();
        await AppendAsync(
            Open(_database.ApplicationConnectionString), Commit(stream, ExpectedVersion.NoStream, events));
        Assert.Equal(1, await _snapshots.SaveAsync([await TakeAsync(stream, version)]));
        return stream;
    }

    private async Task<Snapshot> TakeAsync(StreamId stream, long version)
    {
        var read = Open(_database.ApplicationConnectionString).ReadStreamAsync(stream, StreamRead.Forwards(version, 1));
        return new Snapshot
        {
            Stream = stream,
            Version = version,
            EventId = (await read.SingleAsync()).EventId,
            StateName = "State",
            SchemaVersion = 1,
            Shape = 1,
            Checksum = 2,
            State = "{}"u8.ToArray(),
        };
    }

    private PostgreSQLSnapshotStore OpenSnapshots(string connectionString)
    {
        var options = new PostgreSQLOptions { ConnectionString = connectionString, MinPoolSize = 0, MaxPoolSize = 10 };
        return new PostgreSQLSnapshotStore(Keep(PostgreSQLDataSource.Create(options)), options);
    }
}
