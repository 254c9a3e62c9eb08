using Orchestrix.Events;
using Orchestrix.Projections;
using Orchestrix.Subscriptions;

namespace Orchestrix.InMemory;

/// <summary>Applies the log to rows in memory. An owner that was replaced is found out by the checkpoint.</summary>
internal sealed class InMemoryProjectionProcessor<TRow>(
    Projection<TRow> projection, ProjectionFold<TRow> fold, InMemoryTable<TRow> table, ICheckpointStore checkpoints)
    : IPageProcessor where TRow : class
{
    private long _position;

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        var partition = new SubscriptionPartition(projection.SubscriptionName, 0, 1);
        var owned = await checkpoints.AcquireAsync(partition, owner, SubscriptionStart.Beginning, cancellationToken)
            .ConfigureAwait(false);
        _position = owned.Position;
        return owned;
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        var changed = new Dictionary<object, TRow?>();
        var failure = fold.Fold(fold.Plan(page.Events), table.Find, changed);
        var position = failure is null ? page.ScannedTo : failure.Position - 1;
        // Only the owner gets beyond this line, so the rows change under one hand.
        await checkpoints.SaveAsync(owned, position, failure?.Message, cancellationToken).ConfigureAwait(false);
        table.Apply(changed, position);
        _position = position;
        return failure is null ? position : throw failure;
    }

    public Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken) => Task.FromResult(_position);
}
