namespace Orchestrix.Benchmarks.Sagas;

/// <summary>What the sagas of the benchmark are started with.</summary>
/// <param name="Waits">True waits for a message after the first step; false ends at once.</param>
[GenerateSerializer, Immutable, Alias("bench.errand")]
public sealed record Errand([property: Id(0)] bool Waits);
