namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>Named by Orleans' alias only, as events of existing grains are.</summary>
[GenerateSerializer, Alias("tally.added-by-alias")]
public sealed record AddedByAlias([property: Id(0)] int Amount) : TallyEvent;
