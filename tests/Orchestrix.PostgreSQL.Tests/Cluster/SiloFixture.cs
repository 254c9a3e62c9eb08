using System.Net;
using System.Net.Sockets;

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
        _silo = await TestSilo.StartAsync(_database.Application, "silo", FreePort());
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
