using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.Tests.DeadLetters;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.Sagas;

/// <summary>The suite that every index of sagas passes, as the application's role.</summary>
public sealed class PostgreSQLSagaIndexConformanceTests(PostgresFixture fixture)
    : SagaIndexConformance, IAsyncDisposable
{
    private DeadLetterDatabase? _database;

    protected override async Task<(IEventStore Store, ICheckpointStore Checkpoints, IDeadLetterStore Letters,
        ISagaIndex Index)> CreateAsync()
    {
        _database = await DeadLetterDatabase.CreateAsync(fixture);
        return (_database.Store, _database.Checkpoints, _database.Letters, _database.Sagas);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
