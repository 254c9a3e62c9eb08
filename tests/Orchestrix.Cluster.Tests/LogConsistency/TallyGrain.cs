using Orleans.EventSourcing;

namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>An Orleans grain that knows nothing of this library.</summary>
[GrainType("tally")]
public sealed class TallyGrain : JournaledGrain<Tally, TallyEvent>, ITallyGrain
{
    private readonly Guid _activation = Guid.NewGuid();
    private int _issues;
    private int _resolved;

    public async Task<(int Total, int Version)> Add(params int[] amounts)
    {
        RaiseEvents(amounts.Select(amount => new Added(amount)));
        await ConfirmEvents();
        return (State.Total, Version);
    }

    public Task<(int Confirmed, int Tentative)> AddLater(int amount)
    {
        RaiseEvent(new Added(amount));
        return Task.FromResult((State.Total, TentativeState.Total));
    }

    public async Task<int> Confirm()
    {
        await ConfirmEvents();
        return State.Total;
    }

    public Task<bool> AddIfFirst(params int[] amounts) =>
        RaiseConditionalEvents(amounts.Select(amount => new Added(amount)));

    public async Task<bool> AddBothWays(int plain, int conditional)
    {
        RaiseEvent(new Added(plain));
        var isFirst = RaiseConditionalEvent(new Added(conditional));
        await ConfirmEvents();
        return await isFirst;
    }

    public async Task AddNameless()
    {
        RaiseEvent(new Nameless());
        await ConfirmEvents();
    }

    public async Task<int> AddAliased(int amount)
    {
        RaiseEvent(new AddedByAlias(amount));
        await ConfirmEvents();
        return State.Total;
    }

    public async Task Poison(int before)
    {
        RaiseEvents<TallyEvent>([new Added(before), new Poisoned()]);
        await ConfirmEvents();
    }

    public Task PoisonLater()
    {
        RaiseEvent(new Poisoned());
        return Task.CompletedTask;
    }

    public async Task<int[]> Segment(int from, int to) =>
        [.. (await RetrieveConfirmedEvents(from, to)).Cast<Added>().Select(added => added.Amount)];

    public async Task<int> Refresh()
    {
        await RefreshNow();
        return State.Total;
    }

    public Task Clear() => ClearLogAsync();

    public Task<(int Confirmed, int Tentative, int Unconfirmed, int Issues, int Resolved)> Look() =>
        Task.FromResult((State.Total, TentativeState.Total, UnconfirmedEvents.Count(), _issues, _resolved));

    public Task<Guid> Activation() => Task.FromResult(_activation);

    protected override void OnConnectionIssue(ConnectionIssue issue) => _issues++;

    protected override void OnConnectionIssueResolved(ConnectionIssue issue) => _resolved++;
}
