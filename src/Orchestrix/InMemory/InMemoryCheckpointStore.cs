using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.InMemory;

/// <summary>
/// Keeps checkpoints in this process's memory: for tests and first steps. Passes the same conformance suite as the
/// PostgreSQL store. Safe for concurrent use.
/// </summary>
public sealed class InMemoryCheckpointStore(IEventStore store, TimeProvider time) : ICheckpointStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string, int), (Checkpoint Checkpoint, Guid? Event)> _rows = new(
        Comparer<(string Name, int Partition)>.Create(static (left, right) =>
            string.CompareOrdinal(left.Name, right.Name) is var order and not 0
                ? order : left.Partition.CompareTo(right.Partition)));

    /// <inheritdoc/>
    public async Task<Checkpoint> AcquireAsync(
        SubscriptionPartition partition, string owner, SubscriptionStart start,
        CancellationToken cancellationToken = default)
    {
        var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var row = Find(partition)
            ?? await NewAsync(partition, start, head, epoch: 0, cancellationToken).ConfigureAwait(false);
        var present = await EventAtAsync(row.Checkpoint.Position, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            row = _rows.TryGetValue(Key(partition), out var kept) ? kept : row;
            var other = _rows.Values.Select(static each => each.Checkpoint.Partition)
                .Where(each => each.Subscription == partition.Subscription && each.Partitions != partition.Partitions)
                .Select(static each => (int?)each.Partitions).Max();
            try
            {
                CheckpointRules.Check(partition, row.Checkpoint.Position, row.Event, head, present, other);
            }
            catch (CheckpointMismatchException exception)
            {
                if (_rows.ContainsKey(Key(partition)))
                    _rows[Key(partition)] = (row.Checkpoint with { Failure = exception.Message }, row.Event);
                throw;
            }
            var taken = row.Checkpoint with
            {
                Epoch = row.Checkpoint.Epoch + 1,
                Owner = owner,
                UpdatedAt = time.GetUtcNow(),
                Failure = null,
            };
            _rows[Key(partition)] = (taken, row.Event);
            return taken;
        }
    }

    /// <inheritdoc/>
    public async Task SaveAsync(
        Checkpoint owned, long position, string? failure = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owned);
        var present = await EventAtAsync(position, cancellationToken).ConfigureAwait(false);
        if (position > 0 && present is null)
            throw new ArgumentOutOfRangeException(nameof(position), position, "The log has no such position.");
        lock (_gate)
        {
            if (!_rows.TryGetValue(Key(owned.Partition), out var row)
                || row.Checkpoint.Epoch != owned.Epoch || row.Checkpoint.Position > position)
            {
                throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
            }
            var saved = row.Checkpoint with { Position = position, Failure = failure, UpdatedAt = time.GetUtcNow() };
            _rows[Key(owned.Partition)] = (saved, present);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Checkpoint>> ListAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<Checkpoint>>(
                [.. _rows.Values.Select(static row => row.Checkpoint)]);
        }
    }

    /// <inheritdoc/>
    public async Task ResetAsync(
        string subscription, int partitions, SubscriptionStart start, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subscription);
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        var head = await store.ReadHeadAsync(cancellationToken).ConfigureAwait(false);
        var rows = new List<(Checkpoint Checkpoint, Guid? Event)>();
        for (var number = 0; number < partitions; number++)
        {
            rows.Add(await NewAsync(new(subscription, number, partitions), start, head, 0, cancellationToken)
                .ConfigureAwait(false));
        }
        lock (_gate)
        {
            var old = _rows.Values.Where(row => row.Checkpoint.Partition.Subscription == subscription).ToArray();
            var epoch = old.Select(static row => row.Checkpoint.Epoch).DefaultIfEmpty().Max() + 1;
            foreach (var row in old)
                _rows.Remove(Key(row.Checkpoint.Partition));
            foreach (var row in rows)
                _rows[Key(row.Checkpoint.Partition)] = (row.Checkpoint with { Epoch = epoch }, row.Event);
        }
    }

    /// <summary>Does something as the owner of a partition, which nobody can become meanwhile.</summary>
    /// <exception cref="SubscriptionFencedException">Another owner has acquired the partition.</exception>
    internal T AsOwner<T>(Checkpoint owned, Func<T> act)
    {
        lock (_gate)
        {
            return _rows.TryGetValue(Key(owned.Partition), out var row) && row.Checkpoint.Epoch == owned.Epoch
                ? act()
                : throw new SubscriptionFencedException(owned.Partition, owned.Epoch);
        }
    }

    private static (string, int) Key(SubscriptionPartition partition) =>
        (partition.Subscription, partition.Partition);

    private (Checkpoint Checkpoint, Guid? Event)? Find(SubscriptionPartition partition)
    {
        lock (_gate)
            return _rows.TryGetValue(Key(partition), out var row) ? row : null;
    }

    private async Task<(Checkpoint Checkpoint, Guid? Event)> NewAsync(
        SubscriptionPartition partition, SubscriptionStart start, long head, long epoch,
        CancellationToken cancellationToken)
    {
        var position = start.IsEnd ? head : start.AfterPosition;
        var checkpoint = new Checkpoint
        {
            Partition = partition,
            Position = position,
            Epoch = epoch,
            Owner = "",
            UpdatedAt = time.GetUtcNow(),
        };
        return (checkpoint, await EventAtAsync(position, cancellationToken).ConfigureAwait(false));
    }

    private async Task<Guid?> EventAtAsync(long position, CancellationToken cancellationToken)
    {
        if (position == 0)
            return null;
        var page = await store.ReadLogPageAsync(position - 1, 1, LogFilter.Everything, cancellationToken)
            .ConfigureAwait(false);
        return page.Events is [var only] ? only.EventId : null;
    }
}
