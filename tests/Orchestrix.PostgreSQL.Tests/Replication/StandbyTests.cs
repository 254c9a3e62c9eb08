using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Replication;

/// <summary>A primary and its standby, both of this test alone.</summary>
public sealed class StandbyTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private LocalPostgres _primary = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _primary = await StartAsync("primary");
        await TestDatabase.MigrateAsync(_primary.OwnerConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _primary.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_a_synchronous_standby_has_not_confirmed_is_not_acknowledged()
    {
        await using var source = PostgreSQLDataSource.Create(Options(_primary.ApplicationConnectionString));
        var store = Store(source);
        var stream = StreamId.For("test", "a");
        await store.AppendAsync([Commit(stream, 0)], Cancelled);
        await WaitForAsync("nobody");
        var commit = Commit(stream, 1) with { CommandId = "pay" };

        // The server gives up waiting when the statement is cancelled, and then says that it has committed.
        var doubt = await Assert.ThrowsAsync<UncertainOutcomeException>(() => store.AppendAsync([commit], Cancelled));

        Assert.Equal(commit.CommitId, doubt.CommitId);
        // It can be read, its receipt included, and a failover would lose it.
        Assert.Equal(2, (await store.FindCommandAsync(stream, "pay", Cancelled))!.LastVersion);
        await Assert.ThrowsAsync<EventStoreUnavailableException>(() => store.ConfirmAsync(Cancelled));
        await WaitForAsync("");
        await store.ConfirmAsync(Cancelled);
        var again = await store.AppendAsync([commit], Cancelled);
        Assert.Equal((commit.CommitId, 2), (again[0].CommitId, again[0].LastVersion));
        Assert.Equal(2, await store.ReadHeadAsync(Cancelled));
    }

    [Fact]
    public async Task Of_several_servers_the_primary_is_used_and_the_one_that_is_promoted()
    {
        await using var standby = await _primary.StartStandbyAsync(
            new LocalPostgresOptions { DataDirectory = Path.Combine(_folder.Path, "standby") }, "standby", Cancelled);
        await WaitForAsync("standby");
        // The standby is named first, and nothing is said about which one to take.
        var both = new NpgsqlConnectionStringBuilder(_primary.ApplicationConnectionString)
        {
            Host = $"127.0.0.1:{standby.Port},127.0.0.1:{_primary.Port}",
        };
        await using var source = PostgreSQLDataSource.Create(Options(both.ConnectionString));
        var store = Store(source);
        var stream = StreamId.For("test", "b");
        for (var version = 0; version < 10; version++)
            await store.AppendAsync([Commit(stream, version)], Cancelled);
        await using (var owner = NpgsqlDataSource.Create(_primary.OwnerConnectionString))
        {
            await using var seal = owner.CreateCommand("select orchestrix.seal_log(0::smallint, 100)");
            await seal.ExecuteNonQueryAsync(Cancelled);
        }
        await using var replica = NpgsqlDataSource.Create(standby.ApplicationConnectionString);
        await Support.Until.TrueAsync(async () =>
            (await new LogVerifier(replica, 2).RunAsync(LogAnchor.Start, true, Cancelled)) is
            { IsIntact: true, Events: 10 });

        await _primary.CrashAsync(Cancelled);
        await standby.PromoteAsync(Cancelled);

        Assert.Equal(11, (await store.AppendAsync([Commit(stream, 10)], Cancelled))[0].LastPosition);
        Assert.Equal(11, await store.ReadHeadAsync(Cancelled));
    }

    private static PostgreSQLOptions Options(string connectionString) => new()
    {
        ConnectionString = connectionString,
        MinPoolSize = 0,
        CommandTimeout = TimeSpan.FromSeconds(1),
        ReadDeadline = TimeSpan.FromSeconds(2),
        ConnectTimeout = TimeSpan.FromSeconds(1),
    };

    private static PostgreSQLEventStore Store(NpgsqlDataSource source) => new(
        source, Options(source.ConnectionString), TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);

    private static Commit Commit(StreamId stream, long version) => new()
    {
        Stream = stream,
        ExpectedVersion = ExpectedVersion.Exactly(version),
        CommitId = Guid.CreateVersion7(),
        Events = [new EventData(Guid.CreateVersion7(), "test.happened", 1, "{}"u8.ToArray())],
    };

    private Task<LocalPostgres> StartAsync(string name) => LocalPostgres.StartAsync(
        new LocalPostgresOptions { DataDirectory = Path.Combine(_folder.Path, name) }, Cancelled);

    private async Task WaitForAsync(string standby)
    {
        await using var superuser = NpgsqlDataSource.Create(_primary.SuperuserConnectionString);
        await using var set = superuser.CreateCommand($"alter system set synchronous_standby_names = '{standby}'");
        await set.ExecuteNonQueryAsync(Cancelled);
        await using var reload = superuser.CreateCommand("select pg_reload_conf()");
        await reload.ExecuteNonQueryAsync(Cancelled);
        await using var show = superuser.CreateCommand("show synchronous_standby_names");
        await Support.Until.TrueAsync(async () => (string?)await show.ExecuteScalarAsync() == standby);
    }
}
