using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Subscriptions;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.Subscriptions;

/// <summary>The suite that every checkpoint store passes, as the application's role.</summary>
public class PostgreSQLCheckpointConformanceTests(PostgresFixture fixture)
    : CheckpointStoreConformance, IAsyncDisposable
{
    private TestDatabase? _database;
    private NpgsqlDataSource? _source;
    private PostgreSQLEventStore? _store;

    protected override async Task<(IEventStore Store, ICheckpointStore Checkpoints)> CreateAsync()
    {
        _database = await CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = _database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 10,
        };
        _source = PostgreSQLDataSource.Create(options);
        _store = new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        return (_store, new PostgreSQLCheckpointStore(_source));
    }

    protected override async Task ReplaceLogAsync(int events)
    {
        await _database!.ExecuteAsync(
            """
            alter table orchestrix.events disable trigger user;
            truncate orchestrix.events;
            alter table orchestrix.events enable trigger user;
            """);
        await AppendAsync(_store!, events);
    }

    /// <summary>Also run through a pooler: see the folder <c>Pooler</c>.</summary>
    protected virtual Task<TestDatabase> CreateDatabaseAsync() => fixture.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_source is not null)
            await _source.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
