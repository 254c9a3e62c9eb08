using Npgsql;
using NpgsqlTypes;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.Tenants;

namespace Orchestrix.PostgreSQL.Sessions;

/// <summary>Runs statements on a connection of a source, and says what a failure of the server means.</summary>
internal static class StatementRunner
{
    public static async Task<T> RunAsync<T>(
        this NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> run, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            return await run(connection).ConfigureAwait(false);
        }
        catch (Exception exception) when (Failure.IsOfServer(exception))
        {
            PreparedStatements.Mend(source, exception);
            throw Failure.Of(exception, wasSent: false).ToException(exception);
        }
    }

    /// <summary>The rows of one statement.</summary>
    public static async Task<List<T>> ReadAsync<T>(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        using var command = Command(connection, sql, parameters);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs one statement; returns how many rows it changed.</summary>
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters,
        CancellationToken cancellationToken)
    {
        using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    public static NpgsqlParameter Text(string? value) => OrNull(value, NpgsqlDbType.Text);

    /// <summary>What the keys of a tenant's streams begin with, for a condition; null for all streams.</summary>
    public static NpgsqlParameter KeysOf(string? tenant) =>
        Text(tenant is null ? null : TenantKey.PrefixOf(tenant));

    public static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        // The texts come from embedded files.
#pragma warning disable CA2100
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddRange(parameters);
        return command;
    }
}
