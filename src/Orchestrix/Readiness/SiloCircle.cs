using Orleans.Runtime.Placement;

namespace Orchestrix.Readiness;

/// <summary>Asks all silos that are active something about themselves.</summary>
internal sealed class SiloCircle(IGrainFactory grains, IClusterMembershipService membership)
{
    /// <summary>Those that are active.</summary>
    public IReadOnlyList<SiloAddress> Silos =>
    [
        .. membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active)
            .Select(static member => member.SiloAddress),
    ];

    /// <summary>Their answers; one that does not answer fails all.</summary>
    public Task<T[]> AskAsync<T>(Func<ISiloReadinessGrain, Task<T>> question) =>
        Task.WhenAll(Silos.Select(silo => AskAsync(silo, question)));

    private Task<T> AskAsync<T>(SiloAddress silo, Func<ISiloReadinessGrain, Task<T>> question)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return question(grains.GetGrain<ISiloReadinessGrain>(silo.ToParsableString()));
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}
