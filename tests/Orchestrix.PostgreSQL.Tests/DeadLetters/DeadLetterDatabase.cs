using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Sagas;
using Orchestrix.PostgreSQL.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.DeadLetters;

/// <summary>A database of one test with all stores that handlers and sagas need, as the application's role.</summary>
internal sealed class DeadLetterDatabase : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;

    public DeadLetterDatabase(TestDatabase database)
    {
        _database = database;
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
            MaxPoolSize = 10,
        };
        _source = PostgreSQLDataSource.Create(options);
        Store = new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
        Checkpoints = new PostgreSQLCheckpointStore(_source);
        Letters = new PostgreSQLDeadLetterStore(_source);
        Parking = new PostgreSQLParkingStore(_source);
        Sagas = new PostgreSQLSagaIndex(_source);
    }

    public PostgreSQLEventStore Store { get; }

    public PostgreSQLCheckpointStore Checkpoints { get; }

    public PostgreSQLDeadLetterStore Letters { get; }

    public PostgreSQLParkingStore Parking { get; }

    public PostgreSQLSagaIndex Sagas { get; }

    public static async Task<DeadLetterDatabase> CreateAsync(PostgresFixture fixture) =>
        new(await fixture.CreateDatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
