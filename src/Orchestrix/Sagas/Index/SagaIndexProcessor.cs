using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Sagas;

/// <summary>
/// Keeps the index of sagas: gathers what the log says for a moment, so that a saga that ends within it costs nothing,
/// and writes the rest together with the checkpoint.
/// </summary>
internal sealed class SagaIndexProcessor(
    ISagaIndex index, ICheckpointStore checkpoints, SagaServices services, SubscriptionPartition partition)
    : IPageProcessor
{
    private readonly SagaIndexFold _gathered = new(services.Json);
    private long _gatheredTo;
    private long _recordedTo;
    private long _recordedAt;

    /// <summary>The subscription's durable name. Like that of a projection it is not to be reset by hand.</summary>
    public const string Subscription = "projection:orchestrix.sagas";

    public async Task<Checkpoint> AcquireAsync(string owner, CancellationToken cancellationToken)
    {
        _gathered.Clear();
        var owned = await checkpoints.AcquireAsync(partition, owner, SubscriptionStart.Beginning, cancellationToken)
            .ConfigureAwait(false);
        _gatheredTo = _recordedTo = owned.Position;
        _recordedAt = services.Time.GetTimestamp();
        return owned;
    }

    public async Task<long> ProcessAsync(Checkpoint owned, LogPage page, CancellationToken cancellationToken)
    {
        _gathered.Add(page.Events);
        _gatheredTo = page.ScannedTo;
        var isTime = services.Time.GetElapsedTime(_recordedAt) >= services.Options.IndexDelay
            || _gathered.Count >= services.Options.IndexBatchSize;
        return isTime ? await FlushAsync(owned, cancellationToken).ConfigureAwait(false) : _recordedTo;
    }

    public async Task<long> FlushAsync(Checkpoint owned, CancellationToken cancellationToken)
    {
        if (_gatheredTo == _recordedTo)
            return _recordedTo;
        // What was gathered is kept until it is written: if this is cancelled, it is flushed once more.
        await index.ApplyAsync(
            owned with { Position = _recordedTo }, _gatheredTo, _gathered.Changes(), cancellationToken)
            .ConfigureAwait(false);
        _gathered.Clear();
        _recordedAt = services.Time.GetTimestamp();
        return _recordedTo = _gatheredTo;
    }
}
