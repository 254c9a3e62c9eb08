using Orchestrix.Subscriptions;
using Orleans.Concurrency;

namespace Orchestrix.DeadLetters;

/// <summary>Answers clients from the store of its silo.</summary>
[GrainType("orchestrix.dead-letters"), StatelessWorker]
internal sealed class DeadLettersGrain(IDeadLetterStore store) : Grain, IDeadLettersGrain
{
    public Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before, int maxCount, CancellationToken cancellationToken = default) =>
        store.ListAsync(filter, before, maxCount, cancellationToken);

    public Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        store.FindAsync(id, cancellationToken);

    public async Task<DeadLetterOutcome> DecideAsync(long id, DeadLetterActKind act, DeadLetterDecision decision)
    {
        var outcome = await store.DecideAsync(id, act, decision);
        if (outcome == DeadLetterOutcome.Changed)
            await WakeAsync(id);
        return outcome;
    }

    public async Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount) =>
        // Partitions find out by themselves, those that stand still within their longest pause.
        await store.DecideAllAsync(filter, act, decision, maxCount);

    private async Task WakeAsync(long id)
    {
        var found = await store.FindAsync(id);
        if (found is not { Letter: { Kind: DeadLetterKind.Event, Partition: { } partition } letter })
            return;
        // The decision is durable; a partition that cannot be woken now looks for itself.
        GrainFactory.GetGrain<ISubscriptionPartitionGrain>($"{letter.Source}/{partition}").RetryAsync().Ignore();
    }
}
