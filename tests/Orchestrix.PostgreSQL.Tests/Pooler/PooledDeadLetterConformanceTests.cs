using Orchestrix.PostgreSQL.Tests.DeadLetters;

namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>The suite of every store of dead letters, through a pooler in transaction mode.</summary>
public sealed class PooledDeadLetterConformanceTests(PostgresFixture fixture, PoolerFixture pooler)
    : PostgreSQLDeadLetterConformanceTests(fixture), IClassFixture<PoolerFixture>
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => pooler.CreateDatabaseAsync();
}
