using Orchestrix.Cluster.Tests.Support;

namespace Orchestrix.PostgreSQL.Tests.Cluster;

/// <summary>One database and one silo that uses it as the application's role.</summary>
public sealed class SiloFixture(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase? _database;
    private TestSilo? _silo;

    internal TestSilo Silo => _silo ?? throw new InvalidOperationException("The silo was not started.");

    internal TestDatabase Database => _database ?? throw new InvalidOperationException("The database was not created.");

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync();
        var ports = FreePorts.Take(2);
        _silo = await TestSilo.StartAsync(_database.Application, "silo", ports[0], ports[1]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
