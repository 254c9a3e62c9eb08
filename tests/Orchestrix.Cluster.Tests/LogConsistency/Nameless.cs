namespace Orchestrix.Cluster.Tests.LogConsistency;

/// <summary>Has no stable name at all.</summary>
[GenerateSerializer]
public sealed record Nameless : TallyEvent;
