using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.Aggregates;

[EventType("purse.filled")]
public sealed record Filled(int Coins);
