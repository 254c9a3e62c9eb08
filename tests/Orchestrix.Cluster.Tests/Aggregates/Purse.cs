using Orchestrix.Aggregates;
using Orchestrix.Commands;
using Orchestrix.Events;
using Orchestrix.Validation;

namespace Orchestrix.Cluster.Tests.Aggregates;

[GenerateSerializer, Alias("test.put")]
public sealed record Put([property: Id(0)] int Coins) : Command
{
    public override IEnumerable<ValidationError?> Validate() => [Orchestrix.Validation.Validate.NonNegative(nameof(Coins), Coins)];
}

[GenerateSerializer, Alias("test.take")]
public sealed record Take([property: Id(0)] int Coins) : Command;

[EventType("purse.filled")]
public sealed record Filled(int Coins);

[EventType("purse.emptied")]
public sealed record Emptied(int Coins);

[EventType("purse.cursed")]
public sealed record Cursed;

public sealed record Purse : IAggregateState<Purse>
{
    public int Coins { get; init; }

    public Purse Apply(object @event) => @event switch
    {
        Filled filled => this with { Coins = Coins + filled.Coins },
        Emptied emptied => this with { Coins = Coins - emptied.Coins },
        _ => throw new InvalidOperationException("This purse cannot fold that."),
    };
}

[Alias("test.i-purse-grain")]
public interface IPurseGrain : IGrainWithStringKey
{
    [Alias("put")]
    Task<CommandResult<int>> Put(Put command);

    [Alias("take")]
    Task<CommandResult<int>> Take(Take command);

    [Alias("curse")]
    Task<CommandResult<int>> Curse(Put command);

    [Alias("many")]
    Task<CommandResult<int>> PutOneByOne(Put command);

    [Alias("at")]
    Task<int> CoinsAt(long version);

    [Alias("raise")]
    Task Raise();
}

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

    public Task<CommandResult<int>> Curse(Put command) => HandleAsync(
        command, static (_, put) => Decision.Accept(new Filled(put.Coins), new Cursed()), static purse => purse.Coins);

    public Task<CommandResult<int>> PutOneByOne(Put command) => HandleAsync(
        command,
        static (_, put) => Decision.Accept([.. Enumerable.Range(0, put.Coins).Select(_ => (object)new Filled(1))]),
        static purse => purse.Coins);

    public async Task<int> CoinsAt(long version) => (await StateAtAsync(version)).Coins;

    public Task Raise()
    {
        RaiseEvent(new Filled(1));
        return ConfirmEvents();
    }
}
