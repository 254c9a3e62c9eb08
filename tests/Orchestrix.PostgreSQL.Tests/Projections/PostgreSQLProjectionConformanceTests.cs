using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.Projections;
using Orchestrix.Serialization;
using Orchestrix.TestKit.Conformance;

namespace Orchestrix.PostgreSQL.Tests.Projections;

/// <summary>The suite that every projection store passes, as the application's role.</summary>
public class PostgreSQLProjectionConformanceTests(PostgresFixture fixture)
    : ProjectionConformance, IAsyncDisposable
{
    private ProjectionBench? _bench;

    protected override async Task<(IEventStore Log, IProjectionStore Projections, IDeadLetterStore Letters)>
        CreateAsync(EventTypeRegistry registry, EventSerializer serializer)
    {
        _bench = new ProjectionBench(
            await CreateDatabaseAsync(), registry,
            options: new ProjectionOptions { DecisionInterval = TimeSpan.Zero });
        return (_bench.Log, _bench.Projections, new PostgreSQLDeadLetterStore(_bench.Source));
    }

    /// <summary>Also run through a pooler: see the folder <c>Pooler</c>.</summary>
    protected virtual Task<TestDatabase> CreateDatabaseAsync() => fixture.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_bench is not null)
            await _bench.DisposeAsync();
    }
}
