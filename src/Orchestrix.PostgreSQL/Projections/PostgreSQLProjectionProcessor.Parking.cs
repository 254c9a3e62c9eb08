using System.Text;
using Npgsql;
using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.PostgreSQL.DeadLetters;
using Orchestrix.PostgreSQL.EventStore;
using Orchestrix.PostgreSQL.Sessions;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;
using static Orchestrix.PostgreSQL.Sessions.StatementRunner;

namespace Orchestrix.PostgreSQL.Projections;

/// <content>
/// Parking the streams of events that cannot be taken. What waits of a stream is remembered by its version, in the
/// transaction that moves the checkpoint or the rows, so that every event still takes effect once.
/// </content>
internal sealed partial class PostgreSQLProjectionProcessor<TRow>
{
    private readonly ParkedStreams _parked = new();
    private long _parkedLoadedAt;

    private bool MayPark(ProjectionFailedException failure) =>
        fold.MayPark(failure) && _parked.Count < options.MaxParkedStreams;

    /// <summary>Why the projection stands still; nothing if it does not.</summary>
    private string? Told(ProjectionFailedException? failure) =>
        failure is null || MayPark(failure) ? null : failure.Message;

    private IReadOnlyList<RecordedEvent> Unparked(IReadOnlyList<RecordedEvent> events) =>
        _parked.Count == 0 ? events : [.. events.Where(one => _parked.WaitingFor(one) is null)];

    private async Task ParkAsync(
        Checkpoint owned, RecordedEvent recorded, ProjectionFailedException failure,
        CancellationToken cancellationToken)
    {
        var poison = DeadLetterRules.Check(failure.ToPoison(recorded, time.GetUtcNow()));
        _parked.Set(await InTransactionAsync(
            owned, [], recorded.Position,
            connection => ParkingTransaction.ParkAsync(connection, owned.Partition, poison, cancellationToken),
            cancellationToken).ConfigureAwait(false));
        _position = recorded.Position;
        progress.Advance(owned.Partition.Subscription, _position);
    }

    /// <summary>Applies what waits in streams about which a person has decided.</summary>
    private async Task CatchUpAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        if (_parked.Count == 0 || time.GetElapsedTime(_parkedLoadedAt) < options.DecisionInterval)
            return;
        await LoadParkedAsync(owned, cancellationToken).ConfigureAwait(false);
        foreach (var parked in _parked.ThatMayGoOn)
            await CatchUpAsync(owned, parked, options.BatchSize, cancellationToken).ConfigureAwait(false);
    }

    private async Task CatchUpAsync(
        Checkpoint owned, StreamParking parked, int count, CancellationToken cancellationToken)
    {
        var waiting = new List<RecordedEvent>();
        await foreach (var recorded in store.ReadStreamAsync(
            parked.Stream, StreamRead.Forwards(parked.Version, count), cancellationToken).ConfigureAwait(false))
        {
            if (recorded.Position > _position)
                break;
            waiting.Add(recorded);
        }
        var isDiscarded = parked.LetterState == DeadLetterState.Discarded;
        var wanted = waiting.Where(one => fold.Filter.Matches(one)
            && !(isDiscarded && one.Version == parked.Version)).ToList();
        var plan = fold.Plan(wanted);
        var present = await LoadAsync(plan, cancellationToken).ConfigureAwait(false);
        var changed = new Dictionary<object, TRow?>();
        var failure = fold.Fold(plan, key => present.GetValueOrDefault(key), changed);
        try
        {
            await SettleAsync(owned, parked, waiting, waiting.Count < count, changed, failure, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            await CheckTableAsync(exception, cancellationToken).ConfigureAwait(false);
            if (count > 1)
            {
                // Half of them, down to the one that the database refuses; what comes behind is for the next round.
                await CatchUpAsync(owned, parked, Math.Max(1, waiting.Count / 2), cancellationToken)
                    .ConfigureAwait(false);
                return;
            }
            await SettleAsync(
                owned, parked, waiting, false, [], fold.Failed(waiting[0], exception), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Writes the rows, and from where on the stream waits now, in one transaction.</summary>
    private async Task SettleAsync(
        Checkpoint owned, StreamParking parked, List<RecordedEvent> waiting, bool isWhole,
        Dictionary<object, TRow?> changed, ProjectionFailedException? failure, CancellationToken cancellationToken)
    {
        var next = await InTransactionAsync(owned, changed, _position, async connection =>
        {
            if (failure is not null)
            {
                var recorded = waiting.Single(one => one.Position == failure.Position);
                return await ParkingTransaction.ParkAsync(
                    connection, owned.Partition,
                    DeadLetterRules.Check(failure.ToPoison(recorded, time.GetUtcNow())),
                    cancellationToken).ConfigureAwait(false);
            }
            if (!isWhole)
            {
                return await ParkingTransaction.AdvanceAsync(
                    connection, owned.Partition, parked.Stream, waiting[^1].Version + 1, cancellationToken)
                    .ConfigureAwait(false);
            }
            await ParkingTransaction.ReleaseAsync(connection, owned.Partition, parked.Stream, cancellationToken)
                .ConfigureAwait(false);
            return (StreamParking?)null;
        },
        cancellationToken).ConfigureAwait(false);
        foreach (var (key, row) in changed)
            _cache.Set(key, row);
        if (next is null)
            _parked.Remove(parked.Stream);
        else
            _parked.Set(next);
    }

    private async Task LoadParkedAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        var kept = await RunAsync(
            connection => ParkingTransaction.LoadAsync(connection, owned.Partition, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        _parked.Load(kept.Streams);
        _parkedLoadedAt = time.GetTimestamp();
    }

    /// <summary>Moves the checkpoint, which fences, and writes rows and what else belongs to them.</summary>
    private async Task<T> InTransactionAsync<T>(
        Checkpoint owned, Dictionary<object, TRow?> changed, long position, Func<NpgsqlConnection, Task<T>> run,
        CancellationToken cancellationToken)
    {
        var (isOwner, result) = await RunAsync<(bool, T?)>(async connection =>
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ended = transaction.ConfigureAwait(false);
            if (await WriteAsync(connection, owned, changed, position, null, cancellationToken)
                .ConfigureAwait(false) == 0)
            {
                return (false, default);
            }
            var done = await run(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return (true, done);
        },
        cancellationToken).ConfigureAwait(false);
        return isOwner ? result! : throw await ReasonAsync(owned, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>True if a row cannot be stored as it is, here or before it was sent.</summary>
    private static bool IsOfContent(Exception exception) =>
        exception is PostgresException { SqlState: ['2', '2' or '3', ..] } or EncoderFallbackException
            or OverflowException;
}
