using Orchestrix.Sagas;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>A saga of the benchmark as a grain.</summary>
[GrainType("errand")]
public sealed class ErrandGrain : SagaGrain<Errand>, IErrandGrain;
