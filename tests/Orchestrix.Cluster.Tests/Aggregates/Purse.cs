using Orchestrix.Aggregates;

namespace Orchestrix.Cluster.Tests.Aggregates;

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
