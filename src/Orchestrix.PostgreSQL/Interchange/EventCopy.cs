using Npgsql;
using NpgsqlTypes;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>Sends events to the table of the log by PostgreSQL's COPY in binary form.</summary>
internal sealed class EventCopy : IAsyncDisposable
{
    private static readonly string CopyEvents = EmbeddedSql.Read("Interchange.Sql.copy_events.sql");

    // For one exchange with the server, which may be writing a checkpoint.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly NpgsqlBinaryImporter _rows;
    private readonly short _shard;

    private EventCopy(NpgsqlBinaryImporter rows, short shard) => (_rows, _shard) = (rows, shard);

    public static async Task<EventCopy> BeginAsync(
        NpgsqlConnection connection, short shard, CancellationToken cancellationToken)
    {
        var rows = await connection.BeginBinaryImportAsync(CopyEvents, cancellationToken).ConfigureAwait(false);
        rows.Timeout = Patience;
        return new EventCopy(rows, shard);
    }

    /// <summary>Sends an event.</summary>
    public async Task WriteAsync(ImportedEvent imported, CancellationToken cancellationToken)
    {
        var one = imported.Event;
        await _rows.StartRowAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(one.Position, NpgsqlDbType.Bigint).ConfigureAwait(false);
        await WriteAsync(one.Version, NpgsqlDbType.Bigint).ConfigureAwait(false);
        await WriteAsync(one.RecordedAt.UtcDateTime, NpgsqlDbType.TimestampTz).ConfigureAwait(false);
        await (imported.Fingerprint is { } fingerprint
            ? WriteAsync(fingerprint, NpgsqlDbType.Bigint)
            : _rows.WriteNullAsync(cancellationToken)).ConfigureAwait(false);
        await WriteAsync(one.EventId, NpgsqlDbType.Uuid).ConfigureAwait(false);
        await WriteAsync(one.CommitId, NpgsqlDbType.Uuid).ConfigureAwait(false);
        await WriteAsync(_shard, NpgsqlDbType.Smallint).ConfigureAwait(false);
        await WriteAsync((short)one.SchemaVersion, NpgsqlDbType.Smallint).ConfigureAwait(false);
        await WriteAsync((short)one.CommitIndex, NpgsqlDbType.Smallint).ConfigureAwait(false);
        await WriteAsync((short)one.CommitSize, NpgsqlDbType.Smallint).ConfigureAwait(false);
        await TextAsync(one.Stream.Value).ConfigureAwait(false);
        await TextAsync(one.EventType).ConfigureAwait(false);
        await TextAsync(one.CommandId).ConfigureAwait(false);
        await TextAsync(one.Metadata.CorrelationId).ConfigureAwait(false);
        await TextAsync(one.Metadata.CausationId).ConfigureAwait(false);
        await TextAsync(one.Metadata.TraceParent).ConfigureAwait(false);
        await TextAsync(one.Metadata.Actor).ConfigureAwait(false);
        await TextAsync(one.Metadata.Tenant).ConfigureAwait(false);
        await WriteAsync(one.Json, NpgsqlDbType.Jsonb).ConfigureAwait(false);

        Task WriteAsync<T>(T value, NpgsqlDbType type) => _rows.WriteAsync(value, type, cancellationToken);

        Task TextAsync(string? value) =>
            value is null ? _rows.WriteNullAsync(cancellationToken) : WriteAsync(value, NpgsqlDbType.Text);
    }

    /// <summary>Waits until the server has taken every row.</summary>
    /// <returns>The number of rows.</returns>
    public async Task<long> CompleteAsync(CancellationToken cancellationToken) =>
        (long)await _rows.CompleteAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rows.DisposeAsync();
}
