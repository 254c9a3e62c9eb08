using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.DeadLetters;

/// <summary>The suite that every store of dead letters passes, as the application's role.</summary>
public sealed class PostgreSQLDeadLetterConformanceTests(PostgresFixture fixture)
    : DeadLetterStoreConformance, IAsyncDisposable
{
    private DeadLetterDatabase? _database;

    protected override async Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        IParkingStore Parking)> CreateAsync()
    {
        _database = await DeadLetterDatabase.CreateAsync(fixture);
        return (_database.Store, _database.Checkpoints, _database.Letters, _database.Parking);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
