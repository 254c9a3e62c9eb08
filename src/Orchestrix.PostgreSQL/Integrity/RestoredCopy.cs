using Npgsql;
using Orchestrix.PostgreSQL.Readiness;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Readiness;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>A database that should be a copy, restored from a backup.</summary>
/// <param name="Identity">Which database it is a copy of; null if the role may not know.</param>
/// <param name="IsInRecovery">True if the server still follows another, or is not yet restored.</param>
/// <param name="NewestEvent">When its last event was recorded; null if it has none.</param>
internal sealed record RestoredCopy(StoreIdentity? Identity, bool IsInRecovery, DateTimeOffset? NewestEvent)
{
    /// <summary>Looks at it.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">It does not answer.</exception>
    public static async Task<RestoredCopy> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var identity = await new DatabaseIdentity(source).ReadAsync(cancellationToken).ConfigureAwait(false);
        var rows = await source.RunAsync(
            connection => connection.ReadAsync(
                IntegrityStatements.DescribeCopy, [],
                reader => new RestoredCopy(
                    identity, reader.GetBoolean(0),
                    reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1)),
                cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return rows.Single();
    }
}
