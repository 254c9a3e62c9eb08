using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.DeadLetters;

/// <summary>The suite that every store of dead letters passes, as the application's role.</summary>
public class PostgreSQLDeadLetterConformanceTests(PostgresFixture fixture)
    : DeadLetterStoreConformance, IAsyncDisposable
{
    private DeadLetterDatabase? _database;

    protected override async Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        IParkingStore Parking)> CreateAsync()
    {
        _database = new DeadLetterDatabase(await CreateDatabaseAsync());
        return (_database.Store, _database.Checkpoints, _database.Letters, _database.Parking);
    }

    /// <summary>Also run through a pooler: see the folder <c>Pooler</c>.</summary>
    protected virtual Task<TestDatabase> CreateDatabaseAsync() => fixture.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
