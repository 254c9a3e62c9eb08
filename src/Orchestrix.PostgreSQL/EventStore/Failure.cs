using System.Security.Authentication;
using Npgsql;
using Orchestrix.Errors;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>
/// What an exception of a statement means. An error of severity ERROR rolled the transaction back for certain. FATAL,
/// PANIC, a lost connection and a time-out say nothing: the server may have committed before it could answer.
/// </summary>
/// <param name="IsOutcomeKnown">True if nothing was written for certain.</param>
/// <param name="IsTransient">True if the same statement may succeed later.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">For people; holds no secret and no payload.</param>
internal readonly record struct Failure(bool IsOutcomeKnown, bool IsTransient, string Code, string Message)
{
    /// <summary>
    /// True for exceptions that tell of the server or the way to it; others are bugs and are not caught.
    /// </summary>
    public static bool IsOfServer(Exception exception) =>
        exception is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException;

    /// <summary>
    /// True for failures of a read that would meet every other stream as well. A damaged page of a table meets the
    /// streams that are on it, and what is none of the server's failures meets those whose rows cannot be read.
    /// </summary>
    public static bool IsOutage(Exception exception) =>
        exception is EventStoreUnavailableException { Code: not ErrorCodes.StoreDamaged };

    /// <param name="exception">What was thrown.</param>
    /// <param name="wasSent">Whether the statement may have reached the server.</param>
    public static Failure Of(Exception exception, bool wasSent)
    {
        // A statement that was given up by request ends with the server's word that it rolled back.
        if ((exception is OperationCanceledException ? exception.InnerException : exception)
            is not PostgresException server)
        {
            if (exception is NpgsqlException { InnerException: AuthenticationException })
            {
                return new(true, true, ErrorCodes.StoreUntrusted,
                    "PostgreSQL did not prove who it is as the connection string asks; `orchestrix migrate --status` "
                    + "says what is wrong with its certificate.");
            }
            return new(!wasSent, true, ErrorCodes.StoreUnavailable,
                wasSent ? "The connection to PostgreSQL was lost." : "PostgreSQL cannot be reached.");
        }
        var isError = server.InvariantSeverity is "ERROR";
        var (transient, code, message) = Meaning(server.SqlState);
        return new(!wasSent || isError, transient, code, message);
    }

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static (bool IsTransient, string Code, string Message) Meaning(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            (false, ErrorCodes.StoreAccessDenied, "PostgreSQL refused the credentials of the connection string."),
        PostgresErrorCodes.InvalidCatalogName =>
            (false, ErrorCodes.StoreAccessDenied, "The database of the connection string does not exist."),
        PostgresErrorCodes.InsufficientPrivilege =>
            (false, ErrorCodes.StoreAccessDenied,
                "The role of the connection string lacks a privilege; run `orchestrix migrate`."),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn
            or PostgresErrorCodes.InvalidSchemaName =>
            (false, ErrorCodes.SchemaMismatch, "The schema does not fit this program; run `orchestrix migrate`."),
        PostgresErrorCodes.ActiveSqlTransaction =>
            (false, ErrorCodes.InvalidConfiguration,
                "Appends need the isolation level read committed; reset default_transaction_isolation for the role and "
                + "the database."),
        // The sequencer row lets no two appends take one version or position, so no repetition helps and no content is
        // to blame.
        PostgresErrorCodes.UniqueViolation =>
            (false, ErrorCodes.CommitRejected,
                "A unique constraint refused the commit. An intact log cannot cause that: an index is damaged, or a "
                + "constraint was added."),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            (false, ErrorCodes.StoreDamaged, $"PostgreSQL found its data or an index damaged (SQLSTATE {state})."),
        // Another connection may not have a statement of this name.
        PostgresErrorCodes.DuplicatePreparedStatement =>
            (true, ErrorCodes.StoreUnavailable, "PostgreSQL knows a prepared statement of this name already."),
        PostgresErrorCodes.DiskFull => (true, ErrorCodes.StoreFull, "The disk of PostgreSQL is full."),
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            (true, ErrorCodes.StoreUnavailable, "PostgreSQL is read-only: a standby, or a server in recovery."),
        _ => state[..2] switch
        {
            // Data exceptions and integrity violations: this content can never be stored.
            "21" or "22" or "23" or "54" => (false, ErrorCodes.CommitRejected, "PostgreSQL refused the content."),
            // Wrong credentials and wrong statements stay wrong.
            "28" => (false, ErrorCodes.StoreAccessDenied, "PostgreSQL refused the login of the connection string."),
            "42" =>
                (false, ErrorCodes.SchemaMismatch,
                    $"The schema does not fit this program (SQLSTATE {state}); run `orchestrix migrate`."),
            "53" => (true, ErrorCodes.StoreUnavailable, "PostgreSQL lacks resources."),
            _ => (true, ErrorCodes.StoreUnavailable, $"PostgreSQL cannot serve the statement now (SQLSTATE {state})."),
        },
    };

    /// <summary>The exception for a caller of whose work nothing was written.</summary>
    public Exception ToException(Exception cause) => Code == ErrorCodes.CommitRejected
        ? new CommitRejectedException($"{Message} Nothing was written.", cause)
        : new EventStoreUnavailableException(
            Code, $"{Message} Nothing was written{(IsTransient ? "; try again later." : ".")}", cause);
}
