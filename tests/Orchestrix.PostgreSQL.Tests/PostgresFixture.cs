using Orchestrix.PostgreSQL.Local;

[assembly: AssemblyFixture(typeof(Orchestrix.PostgreSQL.Tests.PostgresFixture))]

namespace Orchestrix.PostgreSQL.Tests;

/// <summary>
/// One server for the whole assembly, in a fresh directory that is deleted at the end. Take it as a constructor
/// parameter and ask for a database of your own; nothing is shared between databases.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string Template = "migrated";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly string _directory = TemporaryDirectory.NewPath();
    private LocalPostgres? _server;
    private bool _hasTemplate;

    public LocalPostgres Server => _server ?? throw new InvalidOperationException("The server was not started.");

    public async ValueTask InitializeAsync() =>
        _server = await LocalPostgres.StartAsync(new LocalPostgresOptions { DataDirectory = _directory });

    /// <summary>A migrated database that nobody else uses: a copy of one that was migrated once.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (!_hasTemplate)
            {
                await Server.CreateDatabaseAsync(Template);
                await TestDatabase.MigrateAsync(Server.OwnerConnectionStringFor(Template));
                _hasTemplate = true;
            }

            return await CreateAsync(Template);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A database without any schema.</summary>
    public Task<TestDatabase> CreateEmptyDatabaseAsync() => CreateAsync("template1");

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_server is null)
            return;

        await _server.DisposeAsync();
        Directory.Delete(_server.DataDirectory, recursive: true);
    }

    private async Task<TestDatabase> CreateAsync(string template)
    {
        var name = $"test_{Guid.NewGuid():n}";
        await Server.CreateDatabaseAsync(name, template);
        return new TestDatabase(
            name, Server.OwnerConnectionStringFor(name), Server.ApplicationConnectionStringFor(name));
    }
}
