using Orchestrix.Commands;
using Orchestrix.Subscriptions;
using Orchestrix.Tenants;
using Orleans.Concurrency;

namespace Orchestrix.DeadLetters;

/// <summary>Answers clients from the store of its silo. Callers of a tenant have the letters of its streams.</summary>
[GrainType("orchestrix.dead-letters"), StatelessWorker]
internal sealed class DeadLettersGrain(IDeadLetterStore store) : Grain, IDeadLettersGrain
{
    public Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before, int maxCount, CancellationToken cancellationToken = default) =>
        store.ListAsync(Own(filter), before, maxCount, cancellationToken);

    public async Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        await store.FindAsync(id, cancellationToken) is { } found && IsOwn(found.Letter) ? found : null;

    public async Task<DeadLetterOutcome> DecideAsync(long id, DeadLetterActKind act, DeadLetterDecision decision)
    {
        if (CallContext.Tenant is not null && await FindAsync(id) is null)
            return DeadLetterOutcome.NotFound;
        var outcome = await store.DecideAsync(id, act, decision);
        if (outcome == DeadLetterOutcome.Changed)
            await WakeAsync(id);
        return outcome;
    }

    public async Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount) =>
        // Partitions find out by themselves, those that stand still within their longest pause.
        await store.DecideAllAsync(Own(filter), act, decision, maxCount);

    private static DeadLetterFilter Own(DeadLetterFilter filter) =>
        filter with { Tenant = CallContext.Tenant ?? filter.Tenant };

    private static bool IsOwn(DeadLetter letter) =>
        letter.Stream is { } stream ? StreamTenant.IsOfCaller(stream) : CallContext.Tenant is null;

    private async Task WakeAsync(long id)
    {
        var found = await store.FindAsync(id);
        if (found is not { Letter: { Kind: DeadLetterKind.Event, Partition: { } partition } letter })
            return;
        // The decision is durable; a partition that cannot be woken now looks for itself.
        GrainFactory.GetGrain<ISubscriptionPartitionGrain>($"{letter.Source}/{partition}").RetryAsync().Ignore();
    }
}
