using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Snapshots;
using Orchestrix.Snapshots;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.Snapshots;

/// <summary>The suite that every snapshot store passes, as the application's role.</summary>
public class PostgreSQLSnapshotConformanceTests(PostgresFixture fixture)
    : SnapshotStoreConformance, IAsyncDisposable
{
    private NpgsqlDataSource? _source;
    private TestDatabase? _database;

    protected override async Task<(IEventStore Events, ISnapshotStore Snapshots)> CreateStoresAsync()
    {
        _database = await CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = _database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 10,
        };
        _source = PostgreSQLDataSource.Create(options);
        var events = new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        return (events, new PostgreSQLSnapshotStore(_source, options));
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
