using Orchestrix.Aggregates;
using Orchestrix.Snapshots;

namespace Orchestrix.Cluster.Tests.Aggregates;

[Snapshot(schemaVersion: 1, Every = 3, AfterReplayOf = 5)]
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
