using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.LogConsistency;

[EventType("tally.added"), GenerateSerializer]
public sealed record Added([property: Id(0)] int Amount) : TallyEvent;
