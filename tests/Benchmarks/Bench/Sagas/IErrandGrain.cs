using Orchestrix.Sagas;

namespace Orchestrix.Benchmarks.Sagas;

/// <summary>A saga of the benchmark.</summary>
[Alias("bench.errand-grain")]
public interface IErrandGrain : ISagaGrain<Errand>;
