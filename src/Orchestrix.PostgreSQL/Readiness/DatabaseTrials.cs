using System.Security.Cryptography;
using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Checks that try what must not be possible.</summary>
internal static class DatabaseTrials
{
    /// <summary>Tries to change and to delete an event; both are rolled back.</summary>
    public static async Task<CheckResult> AppendOnlyAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var update = await TryAsync(connection, ReadinessStatements.TryUpdate, cancellationToken).ConfigureAwait(false);
        var delete = await TryAsync(connection, ReadinessStatements.TryDelete, cancellationToken).ConfigureAwait(false);
        return DatabaseChecks.AppendOnly.Judge(
            update is not null && delete is not null, $"update: {Say(update)}; delete: {Say(delete)}");

        static string Say(string? state) => state is null ? "accepted, and rolled back" : $"refused with {state}";
    }

    /// <summary>Tries to connect with a wrong password, and looks at the right one.</summary>
    public static async Task<CheckResult> AuthenticationAsync(
        string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        var weakness = Weakness(connection);
        connection.Password = RandomNumberGenerator.GetHexString(32);
        connection.Passfile = null;
        connection.Pooling = false;
        try
        {
            var wrong = new NpgsqlConnection(connection.ConnectionString);
            await using var closed = wrong.ConfigureAwait(false);
            await wrong.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
        {
            return DatabaseChecks.Authentication.Judge(weakness is null,
                $"a wrong password was refused with {exception.SqlState}; {weakness ?? "its own is no known word"}");
        }
        return DatabaseChecks.Authentication.Judge(
            connection.SslCertificate is not null, "a random password was accepted");
    }

    private static string? Weakness(NpgsqlConnectionStringBuilder connection) =>
        connection.Password is { Length: > 0 } password
            && SecretStrength.Weakness(password, connection.Username) is { } weakness
            ? $"its own is {weakness}"
            : null;

    private static async Task<string?> TryAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        try
        {
            await connection.ExecuteAsync(sql, [], cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (PostgresException exception) when (exception.SqlState is
            PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.ModifyingSqlDataNotPermittedSqlRoutineException
            or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            return exception.SqlState;
        }
        finally
        {
            await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
