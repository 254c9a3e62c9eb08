using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.EventStore;

namespace Orchestrix.Cli.Inspect;

/// <summary>The log as the commands that look at it read it.</summary>
internal static class LogStore
{
    private const int PageSize = 5000;

    /// <summary>A store over a data source that the caller owns; a long stream comes in large pages.</summary>
    public static PostgreSQLEventStore Over(NpgsqlDataSource source) => new(
        source, new PostgreSQLOptions { PageSize = PageSize }, TimeProvider.System,
        NullLogger<PostgreSQLEventStore>.Instance);
}
