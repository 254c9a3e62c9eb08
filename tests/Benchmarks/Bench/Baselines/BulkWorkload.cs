using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Orchestrix.Benchmarks.Database;
using Orchestrix.Benchmarks.Workers;

namespace Orchestrix.Benchmarks.Baselines;

/// <summary>
/// The limit of the database: rows of the shape of an event in one prepared statement, without an application that
/// would make them. The same values are sent again and again.
/// </summary>
/// <param name="isIndexed">With the three indexes of the event log instead of a primary key alone.</param>
internal sealed class BulkWorkload(bool isIndexed) : IWorkload
{
    private readonly ConcurrentBag<NpgsqlCommand> _commands = [];
    private NpgsqlDataSource? _source;

    public async Task StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        _source = NpgsqlDataSource.Create(connectionString);
        await using var command = CreateCommand(_source.CreateConnection(), "Baselines/bulk_table");
        await command.Connection!.OpenAsync(cancellationToken);
        await command.ExecuteNonQueryAsync(cancellationToken);
        if (isIndexed)
        {
            await using var indexes = CreateCommand(command.Connection, "Baselines/bulk_indexes");
            await indexes.ExecuteNonQueryAsync(cancellationToken);
        }
        await command.Connection.DisposeAsync();
    }

    public async Task ExecuteAsync(string stream, string commandId, int events)
    {
        if (!_commands.TryTake(out var command))
            command = await PrepareAsync(stream, events);
        if (await command.ExecuteNonQueryAsync() != events)
            throw new InvalidOperationException("The statement inserted another number of rows.");
        _commands.Add(command);
    }

    /// <summary>The next scenario may have statements of another size.</summary>
    public async Task ForgetAsync()
    {
        while (_commands.TryTake(out var command))
        {
            await command.Connection!.DisposeAsync();
            await command.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ForgetAsync();
        if (_source is not null)
            await _source.DisposeAsync();
    }

    private async Task<NpgsqlCommand> PrepareAsync(string stream, int events)
    {
        var command = CreateCommand(await _source!.OpenConnectionAsync(), "Baselines/bulk_insert");
        Add(command, NpgsqlDbType.Bigint, events, static index => index + 1L);
        Add(command, NpgsqlDbType.Uuid, events, static _ => Guid.CreateVersion7());
        Add(command, NpgsqlDbType.Uuid, events, static _ => Guid.CreateVersion7());
        Add(command, NpgsqlDbType.Text, events, index => $"tally/{stream}-{index % 100}");
        Add(command, NpgsqlDbType.Text, events, static _ => "bench.added");
        Add(command, NpgsqlDbType.Jsonb, events,
            static index => $$"""{"amount": 1, "total": {{index + 100_000_000}}}""");
        await command.PrepareAsync();
        return command;
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, int count, Func<int, T> value) =>
        command.Parameters.Add(new NpgsqlParameter<T[]>
        {
            TypedValue = [.. Enumerable.Range(0, count).Select(value)],
            NpgsqlDbType = NpgsqlDbType.Array | type,
        });

    private static NpgsqlCommand CreateCommand(NpgsqlConnection connection, string file)
    {
        // Embedded text without substitutions.
#pragma warning disable CA2100
        return new NpgsqlCommand(SqlFile.Read(file), connection);
#pragma warning restore CA2100
    }
}
