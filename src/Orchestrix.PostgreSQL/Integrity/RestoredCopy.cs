using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>A database that should be a copy, restored from a backup.</summary>
/// <param name="Identity">Which database it is a copy of.</param>
/// <param name="IsInRecovery">True if the server still follows another, or is not yet restored.</param>
/// <param name="IsArchiving">True if it writes into the repository of an installation.</param>
/// <param name="NewestEvent">When its last event was recorded; null if it has none.</param>
internal sealed record RestoredCopy(
    StoreIdentity Identity, bool IsInRecovery, bool IsArchiving, DateTimeOffset? NewestEvent)
{
    /// <summary>Looks at it.</summary>
    /// <exception cref="ConfigurationException">It does not say which it is.</exception>
    /// <exception cref="EventStoreUnavailableException">It does not answer.</exception>
    public static Task<RestoredCopy> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        source.RunAsync(
            async connection =>
            {
                try
                {
                    var rows = await connection.ReadAsync(
                        IntegrityStatements.DescribeCopy, [],
                        static reader => new RestoredCopy(
                            new StoreIdentity(reader.GetString(0), reader.GetString(1)), reader.GetBoolean(2),
                            reader.GetBoolean(3),
                            reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)),
                        cancellationToken).ConfigureAwait(false);
                    return rows.Single();
                }
                catch (PostgresException exception) when (DatabaseIdentity.IsHidden(exception))
                {
                    throw new ConfigurationException(
                        "This role may not know which database it is, so that the record would be of any: as "
                        + "superuser, grant execute on function pg_control_system() to public. The server says: "
                        + exception.MessageText, exception);
                }
            },
            cancellationToken);
}
