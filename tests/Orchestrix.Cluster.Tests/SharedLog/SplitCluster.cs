using Orchestrix.Cluster.Tests.Support;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>
/// Two clusters on one database, each a silo process of its own: neither knows of the other, so every account can be
/// active in both.
/// </summary>
public sealed class SplitCluster(PostgresFixture fixture) : IAsyncLifetime
{
    private readonly List<SiloProcess> _silos = [];
    private readonly List<BankClient> _clients = [];
    private TestDatabase? _database;

    internal TestDatabase Database => _database ?? throw new InvalidOperationException("Not started.");

    internal BankClient One => _clients[0];

    internal BankClient Other => _clients[1];

    internal BankClient Either() => _clients[Random.Shared.Next(2)];

    public async ValueTask InitializeAsync()
    {
        _database = await fixture.CreateDatabaseAsync();
        string[] clusters = ["bank-one", "bank-other"];
        foreach (var cluster in clusters)
            _silos.Add(Start(_database, cluster));
        try
        {
            for (var index = 0; index < clusters.Length; index++)
            {
                await _silos[index].UntilAsync("/health/ready", 200);
                _clients.Add(await BankClient.ConnectAsync(_silos[index], clusters[index]));
            }
        }
        catch
        {
            // A fixture that did not start is not disposed of, and processes outlive the test host.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        _clients.Clear();
        _silos.Clear();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    private static SiloProcess Start(TestDatabase database, string cluster) => SiloProcess.Start(
        ("DOTNET_ENVIRONMENT", "Production"),
        ("Silo__Clustering", "PostgreSQL"),
        ("Silo__ClusterId", cluster),
        ("ConnectionStrings__Orchestrix", database.ApplicationConnectionString),
        ("ConnectionStrings__OrchestrixOwner", database.OwnerConnectionString));
}
