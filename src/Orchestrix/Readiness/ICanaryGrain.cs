using Orchestrix.Sagas;

namespace Orchestrix.Readiness;

/// <summary>A saga that does nothing; the key is that of one run of the checks.</summary>
[Alias("orchestrix.canary-grain")]
internal interface ICanaryGrain : ISagaGrain<Canary>;
