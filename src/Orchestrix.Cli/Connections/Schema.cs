using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.Cli.Connections;

/// <summary>What a command checks before it works on a database.</summary>
internal static class Schema
{
    /// <summary>Connects, and makes sure that the schema is the one of this program.</summary>
    /// <exception cref="Errors.ConfigurationException">It is another one; the message says what to do.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The database does not answer or refuses the
    /// role.</exception>
    public static Task VerifyAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        new Migrator(source, new MigratorOptions(), NullLogger<Migrator>.Instance, TimeProvider.System)
            .VerifyAsync(cancellationToken);
}
