using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.DeadLetters;

/// <summary>A database of one test with all stores that handlers need, as the application's role.</summary>
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
    }

    public PostgreSQLEventStore Store { get; }

    public PostgreSQLCheckpointStore Checkpoints { get; }

    public PostgreSQLDeadLetterStore Letters { get; }

    public PostgreSQLParkingStore Parking { get; }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }
}
