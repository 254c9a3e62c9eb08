using Npgsql;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Diagnostics;

/// <summary>What the server has counted since its statistics began, and how it stands.</summary>
internal sealed record ServerFigures(
    int Connections, int MaxConnections, long Commits, long Rollbacks, long BlocksFromCache, long BlocksFromDisk,
    long RowsInserted, long RowsUpdated, long RowsDeleted, long Deadlocks, long TemporaryBytes, long WalBytes,
    long DatabaseBytes, long LogBytes, int TransactionAge, double OldestTransactionSeconds, int Replicas,
    double? ReplicationLagSeconds, double DeadRowsShare, long? ArchiveFailures, double? ArchiveAgeSeconds,
    long UnsealedEvents, double UnsealedSeconds)
{
    private static readonly string Statement = EmbeddedSql.Read("Diagnostics.Sql.read_server_figures.sql");

    /// <summary>Asks the server; a few milliseconds, and no lock that anybody waits for.</summary>
    public static async Task<ServerFigures> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var rows = await source.RunAsync(
            connection => connection.ReadAsync(Statement, [], Read, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return rows.Single();
    }

    private static ServerFigures Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
        row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11),
        row.GetInt64(12), row.GetInt64(13), row.GetInt32(14), row.GetDouble(15), row.GetInt32(16),
        row.IsDBNull(17) ? null : row.GetDouble(17), row.GetDouble(18), row.IsDBNull(19) ? null : row.GetInt64(19),
        row.IsDBNull(20) ? null : row.GetDouble(20), row.GetInt64(21), row.GetDouble(22));
}
