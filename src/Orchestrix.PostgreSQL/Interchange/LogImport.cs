using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Npgsql;
using Orchestrix.Errors;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Integrity;
using Orchestrix.PostgreSQL.Migrations;

namespace Orchestrix.PostgreSQL.Interchange;

/// <summary>
/// Fills an empty store from lines of CloudEvents, in one transaction under the lock of the shard: nobody ever sees a
/// part of the log, and whoever appends meanwhile waits, and goes on behind it.
/// </summary>
/// <param name="source">The role that owns the schema; nobody else may write the log directly.</param>
internal sealed partial class LogImport(NpgsqlDataSource source)
{
    private const short Shard = 0;

    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(10);
    private static readonly string LockShard = EmbeddedSql.Read("Interchange.Sql.lock_shard.sql");
    private static readonly string IsEmpty = EmbeddedSql.Read("Interchange.Sql.is_empty.sql");
    private static readonly string AnalyzeEvents = EmbeddedSql.Read("Interchange.Sql.analyze_events.sql");

    private readonly ImportCheck _check = new();
    private long _read;

    /// <summary>Events read so far; may be read meanwhile.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>Checks the file and that the store is empty; writes nothing.</summary>
    /// <param name="content">The lines.</param>
    /// <param name="sha256">What the SHA-256 of the content must be, or null.</param>
    /// <param name="cancellationToken">Stops between two events.</param>
    /// <exception cref="ImportException">File or store are not fit for an import.</exception>
    /// <exception cref="EventStoreUnavailableException">The store does not answer.</exception>
    public Task<ImportResult> CheckAsync(Stream content, string? sha256, CancellationToken cancellationToken) =>
        TranslateAsync(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            await ThrowIfFilledAsync(connection, cancellationToken).ConfigureAwait(false);
            using var lines = new LineReader(content);
            await foreach (var _ in ReadAsync(lines, cancellationToken).ConfigureAwait(false))
            {
            }
            return Result(lines, sha256);
        });

    /// <summary>Imports the file, all of it or nothing.</summary>
    /// <inheritdoc cref="CheckAsync"/>
    public Task<ImportResult> RunAsync(Stream content, string? sha256, CancellationToken cancellationToken) =>
        TranslateAsync(async () =>
        {
            var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            await LockAsync(connection, cancellationToken).ConfigureAwait(false);
            await ThrowIfFilledAsync(connection, cancellationToken).ConfigureAwait(false);
            using var lines = new LineReader(content);
            await CopyAsync(connection, lines, cancellationToken).ConfigureAwait(false);
            var result = Result(lines, sha256);
            using var analyze = new NpgsqlCommand(AnalyzeEvents, connection) { CommandTimeout = 0 };
            await analyze.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            await SealSteps.ToEndAsync(connection, cancellationToken).ConfigureAwait(false);
            await CommitAsync(transaction).ConfigureAwait(false);
            return result;
        });

    private async Task CopyAsync(NpgsqlConnection connection, LineReader lines, CancellationToken cancellationToken)
    {
        var copy = await EventCopy.BeginAsync(connection, Shard, cancellationToken).ConfigureAwait(false);
        await using var closed = copy.ConfigureAwait(false);
        await foreach (var commit in ReadAsync(lines, cancellationToken).ConfigureAwait(false))
        {
            foreach (var imported in commit)
                await copy.WriteAsync(imported, cancellationToken).ConfigureAwait(false);
        }
        var taken = await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (taken != _check.Events)
            throw new InvalidOperationException($"PostgreSQL took {taken} events of {_check.Events}.");
    }

    /// <summary>The commits of the file, each checked and whole.</summary>
    private async IAsyncEnumerable<IReadOnlyList<ImportedEvent>> ReadAsync(
        LineReader lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var commit = _check.Add(new CloudEventReader(line.Span, lines.Line).Read());
            Interlocked.Increment(ref _read);
            if (commit is not null)
                yield return commit;
        }
        _check.Complete();
    }

    private ImportResult Result(LineReader lines, string? sha256)
    {
        var found = lines.Sha256();
        if (sha256 is not null && !string.Equals(sha256, found, StringComparison.OrdinalIgnoreCase))
            throw new ImportException($"The SHA-256 of the file's content is {found}, not the expected one.");
        return new ImportResult(_check.Events, _check.Commits, _check.Streams, lines.Bytes, found);
    }

    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(LockShard, connection);
        var timeout = LockTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Shard });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = timeout });
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new EventStoreUnavailableException(
                ErrorCodes.StoreUnavailable,
                "Another import, or an append that hangs, holds the log. Nothing was imported; try again later.",
                exception);
        }
    }

    private static async Task ThrowIfFilledAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(IsEmpty, connection);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = Shard });
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new ImportException("The store is not empty, and an import never adds to a log. Nothing was "
                + "imported; use a new database.");
        }
    }

    /// <summary>Once it was sent, nobody can take a commit back: it is not given up by Ctrl-C.</summary>
    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException and not PostgresException or TimeoutException)
        {
            throw new EventStoreUnavailableException(
                ErrorCodes.UncertainOutcome,
                "The connection was lost at the very end: whether the import took effect is not known. Run it again: "
                + "a store that is not empty has all of it.",
                exception);
        }
    }

    private static async Task<ImportResult> TranslateAsync(Func<Task<ImportResult>> import)
    {
        try
        {
            return await import().ConfigureAwait(false);
        }
        catch (PostgresException exception) when (Failure.Of(exception, true).Code == ErrorCodes.CommitRejected)
        {
            // The rest of what the server tells may quote a row.
            var line = CopiedLine().Match(exception.Where ?? "");
            throw new ImportException(
                $"Line {(line.Success ? line.Groups[1].Value : "?")}: PostgreSQL refused it: {exception.MessageText}. "
                + "Nothing was imported.",
                exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            var failure = Failure.Of(exception, wasSent: false);
            throw new EventStoreUnavailableException(
                failure.Code, $"{failure.Message} Nothing was imported.", exception);
        }
    }

    [GeneratedRegex(@"^COPY events, line (\d+)", RegexOptions.Multiline)]
    private static partial Regex CopiedLine();
}
