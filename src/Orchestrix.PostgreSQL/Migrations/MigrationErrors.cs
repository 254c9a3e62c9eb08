using System.Net.Sockets;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Migrations;

/// <summary>
/// Turns what the server said into an exception that says what to do. Messages name server, database and role, and
/// never contain a password.
/// </summary>
internal sealed class MigrationErrors
{
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly TimeProvider _time;
    private readonly string _server;
    private readonly string? _database;
    private readonly string? _role;

    /// <summary>Creates the translation for one data source.</summary>
    public MigrationErrors(string connectionString, TimeProvider time)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        (_connection, _time) = (parts, time);
        _server = $"{parts.Host}:{parts.Port}";
        _role = parts.Username ?? "(default)";
        _database = parts.Database ?? _role;
    }

    public async Task<T> TranslateAsync<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw Translate(e);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            if (await TlsFault.FindAsync(_connection, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false)
                is { } fault)
            {
                throw new EventStoreUnavailableException(ErrorCodes.StoreUntrusted, fault, e);
            }
            throw new EventStoreUnavailableException(ErrorCodes.StoreUnavailable,
                $"PostgreSQL at {_server} cannot be reached: {e.Message} "
                + "Check that it runs and that host and port are right.", e);
        }
    }

    private Exception Translate(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Denied(
            $"PostgreSQL at {_server} refused the role {_role} for database {_database}: "
            + "check user name and password of the connection string, and pg_hba.conf.", e),
        PostgresErrorCodes.InvalidCatalogName => new ConfigurationException(
            $"PostgreSQL at {_server} has no database {_database}: create it, owned by the role that migrates, "
            + "or correct the connection string.", e),
        PostgresErrorCodes.InsufficientPrivilege => Denied(
            $"The role {_role} may not do this in database {_database} at {_server}: {e.MessageText}. "
            + "Run `orchestrix migrate` with a connection string of the role that owns the schema.", e),
        PostgresErrorCodes.LockNotAvailable => Unavailable(
            $"Another program held a lock on the schema of {_database} at {_server} for too long. Start again; when it "
            + "persists, look for a long transaction in pg_stat_activity.", e),
        PostgresErrorCodes.DiskFull => new EventStoreUnavailableException(ErrorCodes.StoreFull,
            $"The disk of PostgreSQL at {_server} is full. Free space and start again.", e),
        _ when e.IsTransient || e.SqlState.StartsWith("57P", StringComparison.Ordinal) => Unavailable(
            $"PostgreSQL at {_server} cannot serve now: {e.MessageText}. Try again.", e),
        _ => new ConfigurationException(ErrorCodes.SchemaMismatch,
            $"A migration failed in database {_database} at {_server} and was rolled back: "
            + $"{e.SqlState} {e.MessageText}.", e),
    };

    private static EventStoreUnavailableException Denied(string message, Exception inner) =>
        new(ErrorCodes.StoreAccessDenied, message, inner);

    private static EventStoreUnavailableException Unavailable(string message, Exception inner) =>
        new(ErrorCodes.StoreUnavailable, message, inner);
}
