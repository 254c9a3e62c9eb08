using Orchestrix.Sagas;

namespace Orchestrix.Readiness;

/// <summary>
/// A saga that does nothing, in a stream of its own: <c>orchestrix.canary/{key}</c>, with a few events for each run of
/// the checks.
/// </summary>
[GrainType(CanarySaga.SagaType)]
internal sealed class CanaryGrain : SagaGrain<Canary>, ICanaryGrain;
