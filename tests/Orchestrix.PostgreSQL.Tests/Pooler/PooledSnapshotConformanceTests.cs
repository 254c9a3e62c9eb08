using Orchestrix.PostgreSQL.Tests.Snapshots;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>The suite of every snapshot store, through a pooler in transaction mode.</summary>
public sealed class PooledSnapshotConformanceTests(PostgresFixture fixture, PoolerFixture pooler)
    : PostgreSQLSnapshotConformanceTests(fixture), IClassFixture<PoolerFixture>
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => pooler.CreateDatabaseAsync();
}
