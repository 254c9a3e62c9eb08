using Orleans.EventSourcing;

namespace Orchestrix.Benchmarks.Peers.OrleansStorage;

/// <summary>A <c>JournaledGrain</c> as Orleans' documentation shows it; the silo chooses the provider.</summary>
[GrainType("peers-journal")]
public sealed class JournalGrain : JournaledGrain<Journal, Added>, IJournalGrain
{
    /// <inheritdoc/>
    public async Task<long> AddAsync(int amount, int events)
    {
        RaiseEvents(Added.Decide(TentativeState.Total, amount, events));
        await ConfirmEvents();
        return State.Total;
    }
}
