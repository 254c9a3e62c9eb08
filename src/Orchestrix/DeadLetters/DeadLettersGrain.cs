using Orchestrix.Commands;
using Orchestrix.Operators;
using Orchestrix.Subscriptions;
using Orchestrix.Tenants;
using Orleans.Concurrency;

namespace Orchestrix.DeadLetters;

/// <summary>
/// Answers clients from the store of its silo. Callers of a tenant have the letters of its sagas, without the texts of
/// errors: what handlers give up on is for whoever runs the installation, and so is what its programs say.
/// </summary>
[GrainType("orchestrix.dead-letters"), StatelessWorker]
internal sealed class DeadLettersGrain(IDeadLetterStore store, OperatorLog log) : Grain, IDeadLettersGrain
{
    private readonly RecordedDecisions _decisions = new(store, log);

    public async Task<DeadLetterPage> ListAsync(
        DeadLetterFilter filter, long? before, int maxCount, CancellationToken cancellationToken = default)
    {
        if (Own(filter) is not { } own)
            return new DeadLetterPage([], null);
        var page = await store.ListAsync(own, before, maxCount, cancellationToken);
        return CallContext.Tenant is null ? page : page with { Letters = [.. page.Letters.Select(WithoutError)] };
    }

    public async Task<DeadLetterDetails?> FindAsync(long id, CancellationToken cancellationToken = default)
    {
        var found = await store.FindAsync(id, cancellationToken);
        if (found is null || CallContext.Tenant is null)
            return found;
        return found.Letter is { Kind: DeadLetterKind.Saga, Stream: { } stream } && StreamTenant.IsOfCaller(stream)
            ? found with { Letter = WithoutError(found.Letter) }
            : null;
    }

    public async Task<DeadLetterOutcome> DecideAsync(long id, DeadLetterActKind act, DeadLetterDecision decision)
    {
        if (await FindAsync(id) is not { } found)
            return DeadLetterOutcome.NotFound;
        var outcome = await _decisions.DecideAsync(found.Letter, act, decision);
        if (outcome == DeadLetterOutcome.Changed)
            Wake(found.Letter);
        return outcome;
    }

    public async Task<IReadOnlyList<long>> DecideAllAsync(
        DeadLetterFilter filter, DeadLetterActKind act, DeadLetterDecision decision, int maxCount) =>
        // Partitions find out by themselves, those that stand still within their longest pause.
        Own(filter) is { } own ? await _decisions.DecideAllAsync(own, act, decision, maxCount) : [];

    /// <summary>The part of a filter that the caller may see; null if there is none.</summary>
    private static DeadLetterFilter? Own(DeadLetterFilter filter)
    {
        if (CallContext.Tenant is not { } tenant)
            return filter;
        return (filter.Kind ?? DeadLetterKind.Saga) == DeadLetterKind.Saga
            ? filter with { Tenant = tenant, Kind = DeadLetterKind.Saga }
            : null;
    }

    private static DeadLetter WithoutError(DeadLetter letter) => letter with { Error = "" };

    private void Wake(DeadLetter letter)
    {
        if (letter is not { Kind: DeadLetterKind.Event, Partition: { } partition })
            return;
        // The decision is durable; a partition that cannot be woken now looks for itself.
        GrainFactory.GetGrain<ISubscriptionPartitionGrain>($"{letter.Source}/{partition}").RetryAsync().Ignore();
    }
}
