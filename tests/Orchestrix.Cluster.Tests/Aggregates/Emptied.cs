using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.Aggregates;

[EventType("purse.emptied")]
public sealed record Emptied(int Coins);
