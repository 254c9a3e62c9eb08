using Orleans.Concurrency;
using Orleans.EventSourcing;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>Lets its calls overlap, and does not call the base class when it is activated.</summary>
[GrainType("racing-tally"), Reentrant]
public sealed class RacingTallyGrain : JournaledGrain<Tally, TallyEvent>, IRacingTallyGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<(int Total, int Version)> Add(int amount)
    {
        RaiseEvent(new Added(amount));
        await ConfirmEvents();
        return (State.Total, Version);
    }

    public Task Poison()
    {
        RaiseEvent(new Poisoned());
        return ConfirmEvents();
    }

    public Task<bool> AddIfFirst(int amount) => RaiseConditionalEvent(new Added(amount));

    public async Task<int> Refresh()
    {
        await RefreshNow();
        return State.Total;
    }

    public Task<(int Confirmed, int Tentative, int Unconfirmed)> Look() =>
        Task.FromResult((State.Total, TentativeState.Total, UnconfirmedEvents.Count()));
}
