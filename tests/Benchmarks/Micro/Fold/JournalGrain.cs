using Orleans.EventSourcing;

namespace Orchestrix.Benchmarks.Micro.Fold;

/// <summary>A <c>JournaledGrain</c> as Orleans' documentation shows it.</summary>
[GrainType("micro-journal")]
public sealed class JournalGrain : JournaledGrain<Journal, Added>, IJournalGrain
{
    /// <inheritdoc/>
    public async Task<long> AddAsync(int amount)
    {
        RaiseEvent(new Added(amount));
        await ConfirmEvents();
        return State.Total;
    }

    /// <summary>The fold that Orleans does: it finds the Apply by <c>dynamic</c>.</summary>
    internal void Fold(Journal journal, Added added) => TransitionState(journal, added);
}
