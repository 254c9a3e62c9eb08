using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.EventStore;
using Orchestrix.PostgreSQL.Sessions;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>
/// The event log in PostgreSQL. A batch of commits is one round trip and one transaction; the sequencer row, not the
/// caller, guards order and versions. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLEventStore : IEventStore
{
    private const short Shard = 0;

    // An attempt begins with at least this part of the deadline left.
    private const int LastAttemptShare = 5;

    // Streams that are read in one statement, and events of each: most grains are young or have a snapshot.
    private const int MaxSharedStreams = 64;
    private const int SharedPageSize = 32;

    private readonly NpgsqlDataSource _source;
    private readonly PostgreSQLOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<PostgreSQLEventStore> _logger;
    private readonly Coalescer<StreamPageRequest, StreamPage> _firstPages;
    private readonly PreparedStatements _prepared;

    /// <summary>Creates the store over a data source, which the caller owns.</summary>
    public PostgreSQLEventStore(
        NpgsqlDataSource source, PostgreSQLOptions options, TimeProvider time, ILogger<PostgreSQLEventStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_source, _options, _time, _logger) = (source, options, time, logger);
        _prepared = PreparedStatements.Of(source);
        _firstPages = new Coalescer<StreamPageRequest, StreamPage>(
            ReadFirstPagesAsync, Failure.IsOutage, options.ReadLanes, MaxSharedStreams, options.MaxWaitingReads);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AppendResult>> AppendAsync(
        IReadOnlyList<Commit> commits, CancellationToken cancellationToken = default)
    {
        CommitRules.CheckBatch(commits);
        var parameters = new AppendParameters(Shard, commits);
        var started = _time.GetTimestamp();
        var isUncertain = false;
        (Failure Failure, Exception Cause)? last = null;
        for (var attempt = 1; ; attempt++)
        {
            var wasSent = false;
            using var deadline = new CancellationTokenSource(Remaining(started), _time);
            try
            {
                // Once a batch may have reached the server, only an answer or the deadline ends the wait for its fate.
                var cancellation = isUncertain ? CancellationToken.None : cancellationToken;
                var connection = await OpenAsync(cancellation, deadline.Token).ConfigureAwait(false);
                await using var returned = connection.ConfigureAwait(false);
                using var command = await AppendStatement
                    .MakeAsync(connection, _prepared, parameters, deadline.Token).ConfigureAwait(false);
                wasSent = true;
                var results = await AppendStatement.SendAsync(command, commits, deadline.Token).ConfigureAwait(false);
                if (isUncertain)
                    AppendResults.ThrowIfUnsettled(results, commits);
                return results;
            }
            catch (Exception exception)
                when (Failure.IsOfServer(exception)
                    || (exception is OperationCanceledException && deadline.IsCancellationRequested))
            {
                PreparedStatements.Mend(_source, exception);
                var failure = Failure.Of(exception, wasSent);
                isUncertain |= !failure.IsOutcomeKnown;
                // An attempt that the deadline cut off says less than the one before it.
                if (last is null || exception is not OperationCanceledException)
                    last = (failure, exception);
                if (!failure.IsTransient || Remaining(started) == TimeSpan.Zero)
                {
                    throw isUncertain
                        ? new UncertainOutcomeException(commits[0].Stream, commits[0].CommitId, last.Value.Cause)
                        : last.Value.Failure.ToException(last.Value.Cause);
                }
                // Sending the same commits again settles their fate: whichever attempt the server executes first takes
                // the versions, and the other one is found to be a duplicate.
                // Reading back could miss a slow first attempt.
                Log.AppendRepeated(_logger, exception.GetType().Name, failure.Code, attempt, commits.Count);
            }
            await PauseAsync(attempt).ConfigureAwait(false);
            // As long as nothing was written for certain, an attempt that the deadline is likely to cut off would
            // turn a truth into a doubt.
            if (!isUncertain && Remaining(started) < _options.AppendDeadline / LastAttemptShare)
                throw last.Value.Failure.ToException(last.Value.Cause);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, StreamRead read, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (next, remaining) = (read.FromVersion, read.MaxCount);
        for (var isFirst = true; remaining > 0; isFirst = false)
        {
            var asked = new StreamPageRequest(stream, next, Math.Min(remaining, _options.PageSize));
            // Grains that wake together ask for their first pages together; few have a second one.
            var page = isFirst && !read.Backwards
                ? await _firstPages.AskAsync(asked, cancellationToken).ConfigureAwait(false)
                : await ReadPageAsync(asked, read.Backwards, cancellationToken).ConfigureAwait(false);
            foreach (var recorded in page.Events)
                yield return recorded;
            if (page.IsLast)
                yield break;
            // A shared page may end before it has begun, because those in front of it took the bytes.
            if (page.Events.Count == 0)
                continue;
            remaining -= page.Events.Count;
            next = page.Events[^1].Version + (read.Backwards ? -1 : 1);
        }
    }

    /// <inheritdoc/>
    public Task<LogPage> ReadLogPageAsync(
        long afterPosition, int maxCount, LogFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentNullException.ThrowIfNull(filter);
        var read = new LogPageReader(afterPosition, maxCount, _options.MaxPageBytes);
        return filter.IsEverything
            ? QueryAsync(
                Statements.ReadLog, [Value(Shard), Value(afterPosition), Value(maxCount)], read.ReadAsync,
                cancellationToken)
            : QueryAsync(
                Statements.ReadLogFiltered,
                [
                    Value(Shard), Value(afterPosition), Value(maxCount), Value((long)_options.LogWindow),
                    Text(filter.EventTypes?.ToArray()), Text(filter.StreamPrefix),
                    Value(filter.Partition), Value(filter.Partitions), StatementRunner.KeysOf(filter.Tenant),
                ],
                read.ReadFilteredAsync, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> ReadStreamVersionAsync(StreamId stream, CancellationToken cancellationToken = default) =>
        QueryAsync(
            Statements.ReadStreamVersion, [Value(stream.Value)], ReadNumberAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<long> ReadHeadAsync(CancellationToken cancellationToken = default) =>
        QueryAsync(Statements.ReadHead, [Value(Shard)], ReadNumberAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<AppendResult?> FindCommandAsync(
        StreamId stream, string commandId, CancellationToken cancellationToken = default)
    {
        CommitRules.CheckCommandId(commandId);
        return QueryAsync(
            Statements.FindCommand,
            [Value(stream.Value), Value(commandId)],
            (reader, token) => ReadReceiptAsync(reader, stream, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task ConfirmAsync(CancellationToken cancellationToken = default) => QueryAsync(
        // Only the end of the result says that it has been committed.
        Statements.Confirm, [], static (reader, token) => reader.NextResultAsync(token), cancellationToken);

    private async Task<StreamPage> ReadPageAsync(
        StreamPageRequest asked, bool backwards, CancellationToken cancellationToken)
    {
        var events = await QueryAsync(
            backwards ? Statements.ReadStreamBackwards : Statements.ReadStreamForwards,
            [Value(asked.Stream.Value), Value(asked.FromVersion), Value(asked.Limit)],
            (reader, token) => RecordedEventReader.ReadPageAsync(reader, asked.Stream, token),
            cancellationToken).ConfigureAwait(false);
        return new StreamPage(events, events.Count < asked.Limit);
    }

    /// <summary>
    /// One stream gets a whole page. Many share a statement and get short pages, so that none waits long for another.
    /// </summary>
    private async Task<IReadOnlyList<StreamPage>> ReadFirstPagesAsync(StreamPageRequest[] asked)
    {
        if (asked.Length == 1)
            return [await ReadPageAsync(asked[0], backwards: false, CancellationToken.None).ConfigureAwait(false)];
        var limits = Array.ConvertAll(asked, static one => Math.Min(one.Limit, SharedPageSize));
        return await QueryAsync(
            Statements.ReadStreams,
            [
                Value(Array.ConvertAll(asked, static one => one.Stream.Value)),
                Value(Array.ConvertAll(asked, static one => one.FromVersion)),
                Value(limits),
            ],
            (reader, token) => RecordedEventReader.ReadPagesAsync(
                reader, asked, limits, _options.SharedPageBytes, token),
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<NpgsqlConnection> OpenAsync(
        CancellationToken cancellationToken, CancellationToken untilDeadline)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, untilDeadline);
        return await _source.OpenConnectionAsync(either.Token).ConfigureAwait(false);
    }

    private TimeSpan Remaining(long started)
    {
        var remaining = _options.AppendDeadline - _time.GetElapsedTime(started);
        return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
    }

    /// <summary>Runs a statement in one round trip, with plans that hold however much the log grows.</summary>
    private async Task<T> QueryAsync<T>(
        string statement, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using var returned = connection.ConfigureAwait(false);
                using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Statements.PlanByIndex));
                var command = new NpgsqlBatchCommand(statement);
                foreach (var parameter in parameters)
                    command.Parameters.Add(parameter.Clone());
                batch.BatchCommands.Add(command);
                await _prepared.PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
                using var replication = new ReplicationWatch(connection);
                var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using var closed = reader.ConfigureAwait(false);
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                var result = await read(reader, cancellationToken).ConfigureAwait(false);
                replication.ThrowIfGivenUp();
                return result;
            }
            catch (Exception exception) when (Failure.IsOfServer(exception))
            {
                PreparedStatements.Mend(_source, exception);
                var failure = Failure.Of(exception, wasSent: false);
                if (!failure.IsTransient || _time.GetElapsedTime(started) >= _options.ReadDeadline)
                {
                    throw new EventStoreUnavailableException(
                        failure.Code, $"{failure.Message} Nothing could be read.", exception);
                }
                Log.ReadRepeated(_logger, exception.GetType().Name, failure.Code, attempt);
            }
            await PauseAsync(attempt).ConfigureAwait(false);
        }
    }

    // 10 ms, doubled up to 500 ms, with jitter, so that silos do not return in step.
    private Task PauseAsync(int attempt) => Task.Delay(
        TimeSpan.FromMilliseconds(Math.Min(500, 10 << Math.Min(attempt, 6)) * (0.5 + Random.Shared.NextDouble())),
        _time);

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Text(string[]? value) =>
        new() { Value = value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static async Task<long> ReadNumberAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : 0;

    private static async Task<AppendResult?> ReadReceiptAsync(
        NpgsqlDataReader reader, StreamId stream, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            return null;
        var (version, size) = (reader.GetInt64(0), reader.GetInt16(3));
        return new AppendResult
        {
            Status = AppendStatus.Duplicate,
            Stream = stream,
            StreamVersion = reader.GetInt64(6),
            FirstVersion = version,
            LastVersion = version + size - 1,
            LastPosition = reader.GetInt64(1) + size - 1,
            CommitId = reader.GetGuid(2),
            CommandFingerprint = reader.IsDBNull(4) ? null : reader.GetInt64(4),
            RecordedAt = reader.GetFieldValue<DateTimeOffset>(5),
        };
    }
}
