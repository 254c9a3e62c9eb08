using Orchestrix.DeadLetters;
using Orchestrix.Events;
using Orchestrix.InMemory;
using Orchestrix.Subscriptions;

namespace Orchestrix.Sagas;

/// <summary>
/// Keeps the rows of an <see cref="ISagaIndex"/> in this process's memory: for tests and first steps. Passes the same
/// conformance suite as the PostgreSQL one. Safe for concurrent use.
/// </summary>
public sealed class InMemorySagaIndex(
    ICheckpointStore checkpoints, InMemoryDeadLetterStore letters, IEventStore store) : ISagaIndex
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamId, SagaSummary> _rows = [];

    /// <inheritdoc/>
    public Task<IReadOnlyList<DueSaga>> FindDueAsync(
        int bucket, DateTimeOffset now, DueSaga? after, int limit, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<DueSaga>>(
            [
                .. _rows.Values
                    .Where(row => row.DueAt <= now && SagaBucket.Of(row.Saga) == bucket)
                    .Select(static row => new DueSaga(row.Saga, row.DueAt!.Value))
                    .Where(row => after is null || Compare(row, after) > 0)
                    .Order(Comparer<DueSaga>.Create(Compare))
                    .Take(limit),
            ]);
        }
    }

    /// <inheritdoc/>
    public Task<SagaPage> ListAsync(
        SagaFilter filter, SagaPlace? after = null, int maxCount = 100, CancellationToken cancellationToken = default)
    {
        SagaIndexRules.Check(filter, maxCount);
        var start = after is null ? default : Place(after.Status, after.Saga);
        lock (_gate)
        {
            var found = _rows.Values.Where(filter.Matches)
                .Where(row => after is null || Compare(Place(row.Status, row.Saga), start) > 0)
                .OrderBy(static row => Place(row.Status, row.Saga), Comparer<(int, string)>.Create(Compare))
                .Take(maxCount + 1).ToArray();
            return Task.FromResult(SagaIndexRules.Page(found, maxCount));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SagaCount>> CountAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<SagaCount>>(
            [
                .. _rows.Values.GroupBy(static row => (row.Saga.GrainType, row.Status))
                    .Select(static rows => new SagaCount(rows.Key.GrainType, rows.Key.Status, rows.Count())),
            ]);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> ReportAsync(
        DueSaga saga, DateTimeOffset at, SagaLetter letter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(saga);
        ArgumentNullException.ThrowIfNull(letter);
        var start = await StartAsync(saga.Saga).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_rows.TryGetValue(saga.Saga, out var row) || row.DueAt != saga.DueAt
                || row.ReasonCode == SagaRefusals.CannotBeLoaded)
            {
                return false;
            }
            _rows[saga.Saga] = row = row with
            {
                Status = SagaStatus.Parked,
                ReasonCode = SagaRefusals.CannotBeLoaded,
                ParkedAt = null,
                ParkedSince = row.ParkedSince ?? at,
            };
            letters.Open(row, letter, start);
            return true;
        }
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(
        Checkpoint owned, long position, IReadOnlyList<SagaChange> changes,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owned);
        ArgumentNullException.ThrowIfNull(changes);
        var present = await checkpoints.ListAsync(cancellationToken).ConfigureAwait(false);
        if (!present.Any(row => row.Partition == owned.Partition && row.Position == owned.Position))
            throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
        // Only the owner gets beyond this line, so the rows change under one hand.
        await checkpoints.SaveAsync(owned, position, cancellationToken: cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            foreach (var change in changes)
                Apply(change);
        }
        foreach (var change in changes)
        {
            if (change.Letter is { } letter)
                letters.Open(change.Saga, letter, await StartAsync(change.Saga.Saga).ConfigureAwait(false));
            else if (change.Saga.Status != SagaStatus.Parked)
                letters.Resolve(change.Saga.Saga);
        }
    }

    private void Apply(SagaChange change)
    {
        var saga = change.Saga.Saga;
        if (change.IsEnd)
            _rows.Remove(saga);
        else
            _rows[saga] = change.Saga with { BegunAt = _rows.GetValueOrDefault(saga)?.BegunAt ?? change.Saga.BegunAt };
    }

    private async Task<RecordedEvent?> StartAsync(StreamId saga) =>
        await store.ReadStreamAsync(saga, StreamRead.Forwards(maxCount: 1)).FirstOrDefaultAsync().ConfigureAwait(false);

    private static (int, string) Place(SagaStatus status, StreamId saga) =>
        (SagaIndexRules.RankOf(status), saga.Value);

    private static int Compare((int Rank, string Saga) left, (int Rank, string Saga) right) =>
        left.Rank != right.Rank ? left.Rank.CompareTo(right.Rank) : string.CompareOrdinal(left.Saga, right.Saga);

    private static int Compare(DueSaga left, DueSaga right) =>
        left.DueAt != right.DueAt
            ? left.DueAt.CompareTo(right.DueAt)
            : string.CompareOrdinal(left.Saga.Value, right.Saga.Value);
}
