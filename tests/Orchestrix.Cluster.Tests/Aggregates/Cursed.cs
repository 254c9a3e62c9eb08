using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.Aggregates;

[EventType("purse.cursed")]
public sealed record Cursed;
