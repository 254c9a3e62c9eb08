using Npgsql;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Readiness;

/// <summary>Which database it is, by its control file.</summary>
internal sealed class DatabaseIdentity(NpgsqlDataSource source) : IStoreIdentity
{
    public Task<StoreIdentity?> ReadAsync(CancellationToken cancellationToken) => source.RunAsync(
        async connection =>
        {
            try
            {
                var rows = await connection.ReadAsync(
                    ReadinessStatements.ReadIdentity, [],
                    static reader => new StoreIdentity(reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)),
                    cancellationToken).ConfigureAwait(false);
                return rows.Single();
            }
            // Everybody may, unless an administrator has taken it back.
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege)
            {
                return null;
            }
        },
        cancellationToken);
}
