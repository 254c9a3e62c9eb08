using Orchestrix.Cluster.Tests.LogConsistency;
using Orleans.EventSourcing;

namespace Orchestrix.Cluster.Tests.Inspection;

/// <summary>A grain that folds in a way of its own.</summary>
[GrainType("own-fold")]
public sealed class OwnFoldGrain : JournaledGrain<Tally, TallyEvent>, IGrainWithStringKey
{
    protected override void TransitionState(Tally state, TallyEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Total++;
    }
}
