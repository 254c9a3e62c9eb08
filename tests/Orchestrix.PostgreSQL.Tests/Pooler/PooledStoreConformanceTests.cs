using Orchestrix.PostgreSQL.Tests.EventStore;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>The suite of every store, through a pooler in transaction mode.</summary>
public sealed class PooledStoreConformanceTests(PostgresFixture fixture, PoolerFixture pooler)
    : PostgreSQLConformanceTests(fixture), IClassFixture<PoolerFixture>
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => pooler.CreateDatabaseAsync();
}
