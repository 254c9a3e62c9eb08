using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;
using Orchestrix.Subscriptions.Handlers;

namespace Orchestrix.InMemory;

/// <summary>Applies the log to rows in memory. An owner that was replaced is found out by the checkpoint.</summary>
internal sealed class InMemoryProjectionProcessor<TRow>(
    Projection<TRow> projection, ProjectionFold<TRow> fold, InMemoryTable<TRow> table, ICheckpointStore checkpoints,
    IParkingStore parking, IEventStore store, ProjectionOptions options, TimeProvider time)
    : IPageProcessor where TRow : class
{
    private readonly ParkedStreams _parked = new();
    private long _position;

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        var partition = new SubscriptionPartition(projection.SubscriptionName, 0, 1);
        var owned = await checkpoints.AcquireAsync(partition, owner, SubscriptionStart.Beginning, cancellationToken)
            .ConfigureAwait(false);
        _position = owned.Position;
        await LoadAsync(owned, cancellationToken).ConfigureAwait(false);
        return owned;
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        await CatchUpAsync(owned, cancellationToken).ConfigureAwait(false);
        for (var rest = page.Events; ;)
        {
            var failure = await ApplyAsync(
                owned, [.. rest.Where(one => _parked.WaitingFor(one) is null)], page.ScannedTo, cancellationToken)
                .ConfigureAwait(false);
            if (failure is null)
                return _position;
            await ParkAsync(owned, rest.Single(one => one.Position == failure.Position), failure, cancellationToken)
                .ConfigureAwait(false);
            await SaveAsync(owned, [], failure.Position, null, cancellationToken).ConfigureAwait(false);
            rest = [.. rest.Where(one => one.Position > failure.Position)];
        }
    }

    public async Task<long> IdleAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        await CatchUpAsync(owned, cancellationToken).ConfigureAwait(false);
        return _position;
    }

    public Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken) => Task.FromResult(_position);

    /// <summary>Applies events up to one that is to be parked, and answers why; null if there is none.</summary>
    private async Task<ProjectionFailedException?> ApplyAsync(
        Checkpoint owned, IReadOnlyList<RecordedEvent> events, long scannedTo, CancellationToken cancellationToken)
    {
        var changed = new Dictionary<object, TRow?>();
        var failure = fold.Fold(fold.Plan(events), table.Find, changed);
        var isParked = failure is not null && fold.MayPark(failure) && _parked.Count < options.MaxParkedStreams;
        await SaveAsync(
            owned, changed, failure is null ? scannedTo : failure.Position - 1, isParked ? null : failure?.Message,
            cancellationToken).ConfigureAwait(false);
        return failure is null || isParked ? failure : throw failure;
    }

    /// <summary>Applies what waits in streams about which a person has decided.</summary>
    private async Task CatchUpAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        if (_parked.Count == 0)
            return;
        await LoadAsync(owned, cancellationToken).ConfigureAwait(false);
        foreach (var parked in _parked.ThatMayGoOn)
        {
            var waiting = await store.ReadStreamAsync(
                    parked.Stream, StreamRead.Forwards(parked.Version), cancellationToken)
                .TakeWhile(one => one.Position <= _position).ToListAsync(cancellationToken).ConfigureAwait(false);
            var isDiscarded = parked.LetterState == DeadLetterState.Discarded;
            var wanted = waiting.Where(one => fold.Filter.Matches(one)
                && !(isDiscarded && one.Version == parked.Version)).ToList();
            var changed = new Dictionary<object, TRow?>();
            var failure = fold.Fold(fold.Plan(wanted), table.Find, changed);
            await SaveAsync(owned, changed, _position, null, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                await ParkAsync(owned, wanted.Single(one => one.Position == failure.Position), failure,
                    cancellationToken).ConfigureAwait(false);
                continue;
            }
            await parking.ReleaseAsync(owned, parked.Stream, cancellationToken).ConfigureAwait(false);
            _parked.Remove(parked.Stream);
            table.ParkedStreams = _parked.Count;
        }
    }

    private async Task ParkAsync(
        Checkpoint owned, RecordedEvent recorded, ProjectionFailedException failure,
        CancellationToken cancellationToken)
    {
        _parked.Set(await parking.ParkAsync(
            owned, failure.ToPoison(recorded, time.GetUtcNow()), cancellationToken).ConfigureAwait(false));
        table.ParkedStreams = _parked.Count;
    }

    private async Task SaveAsync(
        Checkpoint owned, Dictionary<object, TRow?> changed, long position, string? failure,
        CancellationToken cancellationToken)
    {
        // Only the owner gets beyond this line, so the rows change under one hand.
        await checkpoints.SaveAsync(owned, position, failure, cancellationToken).ConfigureAwait(false);
        table.Apply(changed, position);
        _position = position;
    }

    private async Task LoadAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        var kept = await parking.LoadAsync(owned.Partition, cancellationToken).ConfigureAwait(false);
        _parked.Load(kept.Streams);
        table.ParkedStreams = _parked.Count;
    }
}
