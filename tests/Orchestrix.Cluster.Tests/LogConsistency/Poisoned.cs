using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.LogConsistency;

[EventType("tally.poisoned"), GenerateSerializer]
public sealed record Poisoned : TallyEvent;
