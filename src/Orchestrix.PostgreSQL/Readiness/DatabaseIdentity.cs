using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Which database it is, by the control file of its server.</summary>
internal sealed class DatabaseIdentity(NpgsqlDataSource source) : IStoreIdentity
{
    public Task<StoreIdentity?> ReadAsync(CancellationToken cancellationToken) => source.RunAsync(
        async connection =>
        {
            try
            {
                var rows = await connection.ReadAsync(
                    ReadinessStatements.ReadIdentity, [],
                    static reader => new StoreIdentity(reader.GetString(0), reader.GetString(1)),
                    cancellationToken).ConfigureAwait(false);
                return rows.Single();
            }
            catch (PostgresException exception) when (IsHidden(exception))
            {
                return null;
            }
        },
        cancellationToken);

    /// <summary>
    /// Everybody may read it, unless an administrator has taken that back or the server is PostgreSQL by its protocol
    /// only.
    /// </summary>
    public static bool IsHidden(PostgresException exception) => exception.SqlState
        is PostgresErrorCodes.InsufficientPrivilege
        or PostgresErrorCodes.UndefinedFunction
        or PostgresErrorCodes.FeatureNotSupported;
}
