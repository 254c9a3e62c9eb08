using Orleans.EventSourcing;

namespace Orchestrix.Benchmarks.Product;

/// <summary>A <c>JournaledGrain</c> as Orleans' documentation shows it.</summary>
[GrainType("journal")]
public sealed class JournalGrain : JournaledGrain<Journal, Added>, IJournalGrain
{
    /// <inheritdoc/>
    public async Task<long> AddAsync(int amount, int events)
    {
        for (var index = 0; index < events; index++)
            RaiseEvent(new Added(amount, TentativeState.Total + amount));
        await ConfirmEvents();
        return State.Total;
    }
}
