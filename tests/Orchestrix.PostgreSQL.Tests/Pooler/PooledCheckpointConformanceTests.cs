using Orchestrix.PostgreSQL.Tests.Subscriptions;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>The suite of every checkpoint store, through a pooler in transaction mode.</summary>
public sealed class PooledCheckpointConformanceTests(PostgresFixture fixture, PoolerFixture pooler)
    : PostgreSQLCheckpointConformanceTests(fixture), IClassFixture<PoolerFixture>
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => pooler.CreateDatabaseAsync();
}
