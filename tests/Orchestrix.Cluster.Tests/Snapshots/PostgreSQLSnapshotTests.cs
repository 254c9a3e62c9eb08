using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Cluster.Tests.Aggregates;
using Orchestrix.Cluster.Tests.LogConsistency;
using Orchestrix.Cluster.Tests.Support;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Snapshots;
using Orchestrix.PostgreSQL.Tests;
using Orchestrix.Snapshots;

namespace Orchestrix.Cluster.Tests.Snapshots;

/// <summary>Grains over a real snapshot table, whatever becomes of it.</summary>
public sealed class PostgreSQLSnapshotTests(PostgresFixture fixture) : IAsyncLifetime
{
    private readonly List<TestSilo> _silos = [];
    private readonly string _key = Guid.NewGuid().ToString("N");
    private TestDatabase _database = null!;
    private NpgsqlDataSource _source = null!;
    private PostgreSQLEventStore _store = null!;
    private PostgreSQLSnapshotStore _snapshots = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await fixture.CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = _database.ApplicationConnectionString,
            MinPoolSize = 0,
        };
        _source = PostgreSQLDataSource.Create(options);
        _store = new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        _snapshots = new PostgreSQLSnapshotStore(_source, options);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task An_aggregate_of_100000_events_has_the_same_state_with_a_snapshot_and_without()
    {
        const int Events = 100_000;
        await AppendAsync(StreamId.For("purse", _key), "purse.filled", "coins", Events);
        await AppendAsync(StreamId.For("tally", _key), "tally.added", "amount", Events);
        var silo = await StartAsync();
        Assert.Equal(
            (Events + 1, Events + 1L),
            ((await silo.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(1))).Reply, Events + 1L));
        Assert.Equal((Events + 1, Events + 1), await silo.Grains.GetGrain<ITallyGrain>(_key).Add(1));
        await silo.DisposeAsync();

        var next = await StartAsync();
        var loads = 0;
        next.Snapshots.AfterLoad = load =>
        {
            Interlocked.Increment(ref loads);
            Assert.True(load.IsInLog && load.IsWhole && load.Tail.Count <= 1);
            return load;
        };
        var answer = await next.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(1));
        Assert.Equal((Events + 2, Events + 2L), (answer.Reply, answer.Version));
        Assert.Equal((Events + 2, Events + 2), await next.Grains.GetGrain<ITallyGrain>(_key).Add(1));
        Assert.Equal(2, loads);
    }

    [Fact]
    public async Task Commands_are_answered_while_the_table_is_locked()
    {
        await using var connection = await _database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table orchestrix.snapshots", connection, transaction);
        await command.ExecuteNonQueryAsync();

        await PutAndAddAsync();
        await transaction.RollbackAsync();
    }

    [Fact]
    public async Task Commands_are_answered_while_the_table_is_missing()
    {
        await _database.ExecuteAsync("drop table orchestrix.snapshots");
        await PutAndAddAsync();
    }

    private async Task PutAndAddAsync()
    {
        var silo = await StartAsync();
        for (var put = 1; put <= 7; put++)
            Assert.Equal(put, (await silo.Grains.GetGrain<IPurseGrain>(_key).Put(new Put(1))).Reply);
        Assert.Equal((6, 3), await silo.Grains.GetGrain<ITallyGrain>(_key).Add(1, 2, 3));
    }

    private async Task<TestSilo> StartAsync()
    {
        var silo = await TestSilo.StartAsync(_store, snapshots: _snapshots);
        _silos.Add(silo);
        return silo;
    }

    private async Task AppendAsync(StreamId stream, string type, string property, int events)
    {
        var json = Encoding.UTF8.GetBytes($$"""{"{{property}}":1}""");
        for (var left = events; left > 0; left -= EventStoreLimits.MaxEventsPerCommit)
        {
            await _store.AppendAsync(
            [
                new Commit
                {
                    Stream = stream,
                    ExpectedVersion = ExpectedVersion.Any,
                    CommitId = Guid.CreateVersion7(),
                    Events =
                    [
                        .. Enumerable.Range(0, EventStoreLimits.MaxEventsPerCommit)
                            .Select(_ => new EventData(Guid.CreateVersion7(), type, 1, json)),
                    ],
                },
            ]);
        }
    }
}
