using Npgsql;
using NpgsqlTypes;
using Orchestrix.DeadLetters;
using Orchestrix.PostgreSQL.Sessions;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.DeadLetters;

/// <summary>
/// Dead letters in the table <c>orchestrix.dead_letters</c> of the log's own database. Safe for concurrent use.
/// </summary>
public sealed class PostgreSQLDeadLetterStore(NpgsqlDataSource source) : IDeadLetterStore
{
    private const short Shard = 0;

    /// <inheritdoc/>
    public Task<long> OpenAsync(NewDeadLetter letter, CancellationToken cancellationToken = default)
    {
        var sound = DeadLetterRules.Check(letter);
        NpgsqlParameter[] parameters =
        [
            Value(DeadLetterRow.NameOf(sound.Kind)), Value(sound.Source), Value(sound.Item), Value(sound.Reason),
            Value(sound.Error), Value(sound.Attempts), Value(sound.FirstFailedAt.ToUniversalTime()),
            OrNull(null, NpgsqlDbType.Smallint), OrNull(null, NpgsqlDbType.Bigint), Text(null),
            OrNull(null, NpgsqlDbType.Bigint), Text(sound.MessageType), OrNull(null, NpgsqlDbType.Uuid),
            Text(sound.CorrelationId), Text(sound.Payload),
        ];
        return source.RunAsync(async connection => (await connection.ReadAsync(
            DeadLetterStatements.OpenLetter, parameters, static row => row.GetInt64(0), cancellationToken)
            .ConfigureAwait(false))[0], cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before = null, int maxCount = 100,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        DeadLetterRules.CheckCount(maxCount);
        NpgsqlParameter[] parameters = [.. Of(filter), Value(before ?? long.MaxValue), Value(maxCount + 1)];
        return source.RunAsync(async connection =>
        {
            var found = await connection.ReadAsync(
                DeadLetterStatements.ListLetters, parameters, DeadLetterRow.Read, cancellationToken)
                .ConfigureAwait(false);
            return found.Count > maxCount
                ? new DeadLetterPage(found[..maxCount], found[maxCount - 1].Id)
                : new DeadLetterPage(found, null);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        source.RunAsync(async connection =>
        {
            var found = await connection.ReadAsync(
                DeadLetterStatements.FindLetter, [Value(id), Value(Shard)],
                static row => (Letter: DeadLetterRow.Read(row), Payload: DeadLetterRow.TextOf(row, 18)),
                cancellationToken).ConfigureAwait(false);
            if (found is not [var only])
                return null;
            var acts = await connection.ReadAsync(
                DeadLetterStatements.ListActs, [Value(id)],
                static row => new DeadLetterAct(
                    Enum.Parse<DeadLetterActKind>(row.GetString(0), ignoreCase: true), row.GetString(1),
                    row.GetString(2), row.GetFieldValue<DateTimeOffset>(3)),
                cancellationToken).ConfigureAwait(false);
            return new DeadLetterDetails(only.Letter, only.Payload, acts);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<DeadLetterOutcome> DecideAsync(
        long id, DeadLetterActKind act, DeadLetterDecision decision, CancellationToken cancellationToken = default)
    {
        DeadLetterRules.Check(decision);
        NpgsqlParameter[] parameters =
        [
            Value(id), Value(DeadLetterRow.ChangedBy(act)), Value(DeadLetterRow.NameOf(DeadLetterRules.After(act))),
            .. Of(act, decision),
        ];
        return source.RunAsync(async connection =>
        {
            var changed = await connection.ReadAsync(
                DeadLetterStatements.DecideLetter, parameters, static row => row.GetInt64(0), cancellationToken)
                .ConfigureAwait(false);
            return changed.Count > 0
                ? DeadLetterOutcome.Changed
                : await ReadStateAsync(connection, id, cancellationToken).ConfigureAwait(false) is { } state
                    ? DeadLetterRules.Decide(state, act) : DeadLetterOutcome.NotFound;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount = 100,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        DeadLetterRules.Check(decision);
        DeadLetterRules.CheckCount(maxCount);
        NpgsqlParameter[] parameters =
        [
            .. Of(filter), Value(DeadLetterRow.ChangedBy(act)), Value(maxCount),
            Value(DeadLetterRow.NameOf(DeadLetterRules.After(act))), .. Of(act, decision),
        ];
        return source.RunAsync<IReadOnlyList<long>>(async connection => await connection.ReadAsync(
            DeadLetterStatements.DecideLetters, parameters, static row => row.GetInt64(0), cancellationToken)
            .ConfigureAwait(false), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<DeadLetterOutcome> ResolveAsync(long id, CancellationToken cancellationToken = default) =>
        source.RunAsync(async connection =>
        {
            if (await connection.ExecuteAsync(DeadLetterStatements.ResolveLetter, [Value(id)], cancellationToken)
                .ConfigureAwait(false) > 0)
            {
                return DeadLetterOutcome.Changed;
            }
            return await ReadStateAsync(connection, id, cancellationToken).ConfigureAwait(false) switch
            {
                null => DeadLetterOutcome.NotFound,
                DeadLetterState.Replayed => DeadLetterOutcome.Unchanged,
                _ => DeadLetterOutcome.Settled,
            };
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<DeadLetterKind, long>> CountUnsettledAsync(
        CancellationToken cancellationToken = default) =>
        source.RunAsync<IReadOnlyDictionary<DeadLetterKind, long>>(async connection =>
        {
            var counted = await connection.ReadAsync(
                DeadLetterStatements.CountUnsettled, [],
                static row => (Kind: row.GetString(0), Count: row.GetInt64(1)), cancellationToken)
                .ConfigureAwait(false);
            return Enum.GetValues<DeadLetterKind>().ToDictionary(
                kind => kind, kind => counted.SingleOrDefault(each => each.Kind == DeadLetterRow.NameOf(kind)).Count);
        }, cancellationToken);

    /// <inheritdoc/>
    public Task<int> DeleteSettledAsync(
        DateTimeOffset before, int maxCount = IDeadLetterStore.MaxCount, CancellationToken cancellationToken = default)
    {
        DeadLetterRules.CheckCount(maxCount);
        return source.RunAsync(connection => connection.ExecuteAsync(
            DeadLetterStatements.DeleteSettled, [Value(before.ToUniversalTime()), Value(maxCount)],
            cancellationToken), cancellationToken);
    }

    private static async Task<DeadLetterState?> ReadStateAsync(
        NpgsqlConnection connection, long id, CancellationToken cancellationToken)
    {
        var states = await connection.ReadAsync(
            DeadLetterStatements.ReadState, [Value(id)], static row => DeadLetterRow.StateOf(row.GetString(0)),
            cancellationToken).ConfigureAwait(false);
        return states is [var state] ? state : null;
    }

    private static NpgsqlParameter[] Of(DeadLetterFilter filter) =>
    [
        Text(filter.Kind is { } kind ? DeadLetterRow.NameOf(kind) : null), Text(filter.Source),
        Text(filter.State is { } state ? DeadLetterRow.NameOf(state) : null), Text(filter.Stream),
        Text(filter.MessageType), Text(filter.Reason), KeysOf(filter.Tenant),
    ];

    private static NpgsqlParameter[] Of(DeadLetterActKind act, DeadLetterDecision decision) =>
        [Value(DeadLetterRow.NameOf(act)), Value(decision.Actor), Value(decision.Reason)];
}
