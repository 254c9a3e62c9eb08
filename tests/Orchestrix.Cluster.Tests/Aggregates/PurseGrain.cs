using Orchestrix.Aggregates;
using Orchestrix.Commands;

namespace Orchestrix.Cluster.Tests.Aggregates;

[GrainType("purse")]
public sealed class PurseGrain : AggregateGrain<Purse>, IPurseGrain
{
    public Task<CommandResult<int>> Put(Put command) => HandleAsync(
        command,
        static (_, put) => put.Coins == 0 ? Decision.NoChange : Decision.Accept(new Filled(put.Coins)),
        static purse => purse.Coins);

    public Task<CommandResult<int>> Take(Take command) => HandleAsync(
        command,
        static (purse, take) => purse.Coins < take.Coins
            ? Decision.Refuse("purse.too-light", "The purse holds less.")
            : Decision.Accept(new Emptied(take.Coins)),
        static purse => purse.Coins);

    public Task<CommandResult<int>> PutOrTake(Put command) => HandleAsync(
        command,
        static (purse, put) => Decision.Accept(
            purse.Coins < put.Coins ? new Filled(put.Coins) : new Emptied(put.Coins)),
        static purse => purse.Coins);

    public Task<CommandResult<int>> Curse(Put command) => HandleAsync(
        command, static (_, put) => Decision.Accept(new Filled(put.Coins), new Cursed()), static purse => purse.Coins);

    public Task<CommandResult<int>> PutOneByOne(Put command) => HandleAsync(
        command,
        static (_, put) => Decision.Accept([.. Enumerable.Range(0, put.Coins).Select(_ => (object)new Filled(1))]),
        static purse => purse.Coins);

    public async Task<int> CoinsAt(long version) => (await StateAtAsync(version)).Coins;

    public Task<int> Tentative() => Task.FromResult(TentativeState.Coins);

    public async Task<int> Confirmed() => (await RetrieveConfirmedEvents(0, Version)).Count;

    public Task Raise()
    {
        RaiseEvent(new Filled(1));
        return ConfirmEvents();
    }
}
