namespace Orchestrix.PostgreSQL.Tests.Pooler;

/// <summary>A pooler in transaction mode in front of the tests' server, for the tests of one class.</summary>
public sealed class PoolerFixture(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Fewer than any test has clients, so that connections change hands all the time.</summary>
    public const int ServerConnections = 3;

    private PgBouncer? _pooler;

    public async ValueTask InitializeAsync() =>
        _pooler = await PgBouncer.StartAsync(postgres.Server, ServerConnections);

    /// <summary>A database of a test's own; what the program does there goes through the pooler.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        var direct = await postgres.CreateDatabaseAsync();
        await direct.DisposeAsync();
        return new TestDatabase(
            direct.Name, direct.OwnerConnectionString, Through(direct.ApplicationConnectionString));
    }

    public string Through(string connectionString) => _pooler!.Through(connectionString);

    public async ValueTask DisposeAsync()
    {
        if (_pooler is not null)
            await _pooler.DisposeAsync();
    }
}
