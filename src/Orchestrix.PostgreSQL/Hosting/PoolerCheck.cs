using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>
/// Refuses to prepare statements through a pooler that does not keep them for its clients. In transaction mode they
/// would be prepared on one connection and called on another, where the name is unknown or, worse, another client's.
/// </summary>
internal static class PoolerCheck
{
    private static readonly string _ownStatement = EmbeddedSql.Read("Hosting.Sql.own_statement.sql");

    /// <summary>
    /// Nothing is checked if the connection string says how many statements to prepare: then somebody has decided it.
    /// </summary>
    /// <exception cref="ConfigurationException">Statements would be lost.</exception>
    /// <exception cref="EventStoreUnavailableException">The server could not be asked.</exception>
    public static async Task ThrowIfStatementsAreLostAsync(
        PostgreSQLOptions options, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (PostgreSQLDataSource.SaysWhatToPrepare(options.ConnectionString)
            || !await source.RunAsync(connection => AreLostAsync(connection, cancellationToken), cancellationToken)
                .ConfigureAwait(false))
        {
            return;
        }
        throw new ConfigurationException(
            "The connection string leads to a connection pooler that does not keep the prepared statements of its "
            + "clients. In transaction mode put `Max Auto Prepare=0` into the connection string, or let PgBouncer 1.21 "
            + "or newer keep them (max_prepared_statements). In session mode put `Max Auto Prepare=32` into it. "
            + "docs/operating/postgresql.md says more.");
    }

    private static async Task<bool> AreLostAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Within one transaction every pooler stays on one connection.
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var ended = transaction.ConfigureAwait(false);
        // The text comes from an embedded file.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(_ownStatement, connection, transaction);
#pragma warning restore CA2100
        await using var disposed = command.ConfigureAwait(false);
        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        bool isPooled, isNamedByDriver;
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            // Whoever answered the connection said that its process is another one than that which runs the statement.
            isPooled = reader.GetInt32(0) != connection.ProcessID;
            isNamedByDriver = reader.GetBoolean(1);
        }
        await command.UnprepareAsync(cancellationToken).ConfigureAwait(false);
        return isPooled && isNamedByDriver;
    }
}
