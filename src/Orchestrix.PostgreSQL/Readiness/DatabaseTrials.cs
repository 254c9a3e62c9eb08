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
