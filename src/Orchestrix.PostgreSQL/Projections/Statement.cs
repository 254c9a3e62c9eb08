using Npgsql;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>Short forms of running statements on an open connection.</summary>
internal static class Statement
{
    public static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    public static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string statement, CancellationToken cancellationToken,
        params NpgsqlParameter[] parameters)
    {
        using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    public static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string statement, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(parameters);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add(read(reader));
        return rows;
    }
}
