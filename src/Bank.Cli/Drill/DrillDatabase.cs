using Npgsql;
using NpgsqlTypes;
using Orchestrix.PostgreSQL.Integrity;

namespace Bank.Cli.Drill;

/// <summary>What a drill asks of a database.</summary>
internal sealed class DrillDatabase(string connectionString) : IAsyncDisposable
{
    // Pools of a server that was killed must not outlive it.
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });

    /// <summary>The commands that were acknowledged and are not in the log.</summary>
    public async Task<IReadOnlyList<string>> FindLostAsync(
        IReadOnlyCollection<Acknowledged> acknowledged, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Sql("find_lost"));
        command.Parameters.Add(Texts(acknowledged.Select(one => one.Stream)));
        command.Parameters.Add(Texts(acknowledged.Select(one => one.CommandId)));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lost = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            lost.Add($"{reader.GetString(0)} {reader.GetString(1)}");
        return lost;
    }

    /// <summary>How many events there are.</summary>
    public async Task<long> CountEventsAsync(CancellationToken cancellationToken) =>
        (await CountAsync(cancellationToken)).Count;

    /// <summary>Whether positions go from 1 to the end without a gap.</summary>
    public async Task<bool> IsContiguousAsync(CancellationToken cancellationToken)
    {
        var (count, last) = await CountAsync(cancellationToken);
        return count == last;
    }

    /// <summary>Compares the log with its seals.</summary>
    public Task<VerifyResult> VerifyAsync(LogAnchor anchor, CancellationToken cancellationToken) =>
        // What came last before a server was destroyed may have no seal, and is older the longer the drill takes.
        new LogVerifier(_source, Environment.ProcessorCount) { MaxUnsealed = TimeSpan.FromDays(1) }
            .RunAsync(anchor, isWhole: true, cancellationToken);

    /// <summary>Seals the log up to its end.</summary>
    public async Task<LogAnchor> SealAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        return await SealSteps.ToEndAsync(connection, cancellationToken);
    }

    /// <summary>Runs a statement of this folder; returns its first value.</summary>
    public async Task<T> ReadAsync<T>(string file, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Sql(file));
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Runs a statement of this folder.</summary>
    public async Task ExecuteAsync(string file, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Sql(file));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<(long Count, long Last)> CountAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(Sql("count_events"));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    private static NpgsqlParameter Texts(IEnumerable<string> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static string Sql(string file)
    {
        using var stream = typeof(DrillDatabase).Assembly.GetManifestResourceStream($"Bank.Cli.Drill.Sql.{file}.sql")
            ?? throw new InvalidOperationException($"{file}.sql is not embedded in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
