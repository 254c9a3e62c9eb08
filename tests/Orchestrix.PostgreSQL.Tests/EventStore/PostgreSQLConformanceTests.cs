using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.EventStore;

/// <summary>The suite that every store passes, as the application's role.</summary>
public class PostgreSQLConformanceTests(PostgresFixture fixture) : EventStoreConformance, IAsyncDisposable
{
    private NpgsqlDataSource? _source;
    private TestDatabase? _database;

    protected override async Task<IEventStore> CreateStoreAsync()
    {
        _database = await CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = _database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 10,
            // Small, so that reads of the log take several pages.
            LogWindow = 100,
            MaxPageBytes = 4096,
        };
        _source = PostgreSQLDataSource.Create(options);
        return new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
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
