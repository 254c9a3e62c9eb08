using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.LogConsistency;

public sealed class PostgreSQLJournaledGrainTests(PostgresFixture fixture) : JournaledGrainTests
{
    private NpgsqlDataSource? _source;

    protected override async Task<IEventStore> CreateStoreAsync()
    {
        await using var database = await fixture.CreateDatabaseAsync();
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
        };
        _source = PostgreSQLDataSource.Create(options);
        return new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_source is not null)
            await _source.DisposeAsync();
    }
}
