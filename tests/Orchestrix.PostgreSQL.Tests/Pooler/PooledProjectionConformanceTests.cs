using Orchestrix.PostgreSQL.Tests.Projections;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>The suite of every projection store, through a pooler in transaction mode.</summary>
public sealed class PooledProjectionConformanceTests(PostgresFixture fixture, PoolerFixture pooler)
    : PostgreSQLProjectionConformanceTests(fixture), IClassFixture<PoolerFixture>
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => pooler.CreateDatabaseAsync();
}
