using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Hosting;
using Orchestrix.PostgreSQL.Local;

namespace Orchestrix.PostgreSQL.Tests.Support;

/// <summary>A store on the application's role of a server.</summary>
public sealed class StoreOf : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    public StoreOf(LocalPostgres server)
    {
        var options = new PostgreSQLOptions { ConnectionString = server.ApplicationConnectionString };
        _source = PostgreSQLDataSource.Create(options);
        Store = new PostgreSQLEventStore(
            _source, options, TimeProvider.System, NullLogger<PostgreSQLEventStore>.Instance);
    }

    public PostgreSQLEventStore Store { get; }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
