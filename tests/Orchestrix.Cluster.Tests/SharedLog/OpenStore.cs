using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Tests;

namespace Orchestrix.Cluster.Tests.SharedLog;

/// <summary>A store with connections of its own.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public OpenStore(TestDatabase database)
    {
        var options = new PostgreSQLOptions
        {
            ConnectionString = database.ApplicationConnectionString,
            MinPoolSize = 0,
        };
        _source = PostgreSQLDataSource.Create(options);
        Store = new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
    }

    public PostgreSQLEventStore Store { get; }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
