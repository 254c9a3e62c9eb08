using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Writes a part of the log as lines of CloudEvents. The end is chosen when it starts, and the log below it never
/// changes, so the result is consistent without a long transaction. Memory use is one event.
/// </summary>
/// <param name="source">A role that may read the log.</param>
internal sealed class LogExport(NpgsqlDataSource source)
{
    private const short Shard = 0;

    // Positions, not events: a statement ends soon even if no event passes the filter.
    private const long SliceSize = 5000;

    private static readonly string ExportEvents = EmbeddedSql.Read("Interchange.Sql.export_events.sql");

    private long _written;

    /// <summary>Events written so far; may be read meanwhile.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Writes the events.</summary>
    /// <param name="range">Which ones.</param>
    /// <param name="output">Receives whole lines; flushed at the end, not disposed.</param>
    /// <param name="cancellationToken">Stops between two events.</param>
    /// <exception cref="ConfigurationException">The range is not within the log.</exception>
    /// <exception cref="EventStoreUnavailableException">The log cannot be read.</exception>
    public async Task<ExportResult> RunAsync(ExportRange range, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(range);
        ArgumentNullException.ThrowIfNull(output);
        try
        {
            var to = await FindEndAsync(range, cancellationToken).ConfigureAwait(false);
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var writer = new CloudEventWriter();
            long bytes = 0;
            for (var after = range.From - 1; after < to; after += SliceSize)
            {
                var slice = (after, Math.Min(to, after + SliceSize));
                bytes += await WriteSliceAsync(range, slice, writer, digest, output, cancellationToken)
                    .ConfigureAwait(false);
            }
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            var sha256 = Convert.ToHexStringLower(digest.GetCurrentHash());
            return new ExportResult(
                Written, range.From, to, bytes, sha256, to > 0 && range.From == 1 && !range.IsFiltered);
        }
        // What the output throws is no failure of the server, and is told apart by its type.
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            var failure = Failure.Of(exception, wasSent: false);
            throw new EventStoreUnavailableException(failure.Code, failure.Message, exception);
        }
    }

    private async Task<long> FindEndAsync(ExportRange range, CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(Statements.ReadHead);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Shard });
        var head = (long?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) ?? 0;
        if (range.To > head || range.From > head + 1)
        {
            var asked = range.To > head ? range.To : range.From;
            throw new ConfigurationException(head == 0
                ? $"The log is empty; there is no position {asked}."
                : $"The log ends at position {head}; there is no position {asked}.");
        }
        return range.To ?? head;
    }

    private async Task<long> WriteSliceAsync(
        ExportRange range, (long After, long To) slice, CloudEventWriter writer, IncrementalHash digest, Stream output,
        CancellationToken cancellationToken)
    {
        using var command = source.CreateCommand(ExportEvents);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Shard });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.After });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = slice.To });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = range.EventTypes is { Count: > 0 } types ? types.ToArray() : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = (object?)range.StreamPrefix ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = reader.ConfigureAwait(false);
        var rows = new RecordedEventReader(reader);
        long bytes = 0;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            long? fingerprint = reader.IsDBNull(RecordedEventReader.ColumnCount + 1)
                ? null
                : reader.GetInt64(RecordedEventReader.ColumnCount + 1);
            var line = writer.Write(rows.Read(), fingerprint);
            digest.AppendData(line.Span);
            await output.WriteAsync(line, cancellationToken).ConfigureAwait(false);
            bytes += line.Length;
            Interlocked.Increment(ref _written);
        }
        return bytes;
    }
}
