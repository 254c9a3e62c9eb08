using System.Data;
using Npgsql;
using NpgsqlTypes;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Projections;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Sagas;
using Orchestrix.Subscriptions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Sagas;

/// <summary>
/// The index of sagas in the table <c>orchestrix.sagas</c> of the log's own database. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLSagaIndex(NpgsqlDataSource source) : ISagaIndex
{
    private const short Shard = 0;

    private readonly PreparedStatements _prepared = PreparedStatements.Of(source);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueSaga>> FindDueAsync(
        int bucket, DateTimeOffset now, DueSaga? after, int limit, CancellationToken cancellationToken = default) =>
        source.RunAsync<IReadOnlyList<DueSaga>>(async connection =>
        {
            using var batch = new NpgsqlBatch(connection);
            Add(batch, Statements.PlanByIndex);
            Add(batch, SagaStatements.FindDue,
                Value((short)bucket), Value(now.ToUniversalTime()),
                OrNull(after?.DueAt.ToUniversalTime(), NpgsqlDbType.TimestampTz), Value(after?.Saga.Value ?? ""),
                Value(limit));
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var closed = reader.ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var found = new List<DueSaga>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                found.Add(new DueSaga(StreamId.Parse(reader.GetString(0)), reader.GetFieldValue<DateTimeOffset>(1)));
            return found;
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<SagaPage> ListAsync(
        SagaFilter filter, SagaPlace? after = null, int maxCount = 100, CancellationToken cancellationToken = default)
    {
        SagaIndexRules.Check(filter, maxCount);
        return source.RunAsync(async connection => SagaIndexRules.Page(await connection.ReadAsync(
            SagaStatements.ListSagas,
            [
                Text(filter.SagaType), Text(filter.Status is { } status ? SagaRow.NameOf(status) : null),
                Value(after is null ? -1 : SagaIndexRules.RankOf(after.Status)), Value(after?.Saga.Value ?? ""),
                Value(maxCount + 1), KeysOf(filter.Tenant),
            ],
            SagaRow.Read, cancellationToken).ConfigureAwait(false), maxCount), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default) =>
        source.RunAsync<IReadOnlyList<SagaCount>>(async connection => await connection.ReadAsync(
            SagaStatements.CountSagas, [],
            static row => new SagaCount(row.GetString(0), SagaRow.StatusOf(row.GetString(1)), row.GetInt64(2)),
            cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ReportAsync(
        DueSaga saga, DateTimeOffset at, SagaLetter letter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(saga);
        ArgumentNullException.ThrowIfNull(letter);
        return source.RunAsync(async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
                .ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            var rows = await connection.ReadAsync(
                SagaStatements.ReportSaga,
                [
                    Value(saga.Saga.Value), Value(saga.DueAt.ToUniversalTime()), Value(SagaRefusals.CannotBeLoaded),
                    Value(at.ToUniversalTime()),
                ],
                SagaRow.Read, cancellationToken).ConfigureAwait(false);
            if (rows is [var row])
            {
                await connection.ExecuteAsync(
                    SagaStatements.OpenLetters,
                    [Value(Shard), .. SagaRow.LetterColumns([new SagaChange(row, letter)])], cancellationToken)
                    .ConfigureAwait(false);
            }
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return rows.Count > 0;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ApplyAsync(
        Checkpoint owned, long position, IReadOnlyList<SagaChange> changes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owned);
        ArgumentNullException.ThrowIfNull(changes);
        return source.RunAsync(async connection =>
        {
            // All that a page needs is one round trip, and the commit another one.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
                .ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            using var batch = new NpgsqlBatch(connection);
            Add(batch, Statements.PlanByIndex);
            Add(batch, ProjectionStatements.AdvanceCheckpoint,
                Value(Shard), Value(owned.Partition.Subscription), Value((short)owned.Partition.Partition),
                Value(owned.Epoch), Value(position), Text(null), Value(owned.Position));
            AddChanges(batch, changes);
            await _prepared.PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            if (batch.BatchCommands[1].RecordsAffected == 0)
                throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);
    }

    private static void AddChanges(NpgsqlBatch batch, IReadOnlyList<SagaChange> changes)
    {
        var goneOn = changes.Where(static change => change.Saga.Status != SagaStatus.Parked)
            .Select(static change => change.Saga.Saga.Value).ToArray();
        if (goneOn.Length > 0)
            Add(batch, SagaStatements.ResolveLetters, Value(goneOn));
        var ended = changes.Where(static change => change.IsEnd)
            .Select(static change => change.Saga.Saga.Value).ToArray();
        if (ended.Length > 0)
            Add(batch, SagaStatements.DeleteEnded, Value(ended));
        var rows = changes.Where(static change => !change.IsEnd).Select(static change => change.Saga).ToArray();
        if (rows.Length > 0)
            Add(batch, SagaStatements.UpsertSagas, SagaRow.Columns(rows));
        var parked = changes.Where(static change => change.Letter is not null).ToArray();
        if (parked.Length > 0)
            Add(batch, SagaStatements.OpenLetters, [Value(Shard), .. SagaRow.LetterColumns(parked)]);
    }

    private static void Add(NpgsqlBatch batch, string statement, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(statement);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }
}
