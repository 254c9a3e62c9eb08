namespace Orchestrix.Cluster.Tests.Sagas;

/// <summary>Coins that move from one purse to another.</summary>
[GenerateSerializer, Immutable, Alias("test.errand")]
public sealed record Errand([property: Id(0)] string From, [property: Id(1)] string To, [property: Id(2)] int Coins);
