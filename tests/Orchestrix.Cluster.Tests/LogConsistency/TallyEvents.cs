using Orchestrix.Events;

namespace Orchestrix.Cluster.Tests.LogConsistency;

public abstract record TallyEvent;

[EventType("tally.added"), GenerateSerializer]
public sealed record Added([property: Id(0)] int Amount) : TallyEvent;

[EventType("tally.poisoned"), GenerateSerializer]
public sealed record Poisoned : TallyEvent;

/// <summary>Named by Orleans' alias only, as events of existing grains are.</summary>
[GenerateSerializer, Alias("tally.added-by-alias")]
public sealed record AddedByAlias([property: Id(0)] int Amount) : TallyEvent;

/// <summary>Has no stable name at all.</summary>
[GenerateSerializer]
public sealed record Nameless : TallyEvent;
