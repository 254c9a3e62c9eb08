using Orleans.Concurrency;

namespace Orchestrix.Readiness;

/// <summary>Answers clients with what the sources of its silo measure.</summary>
[GrainType("orchestrix.readiness"), StatelessWorker]
internal sealed class ReadinessGrain(ReadinessRun run) : Grain, IReadinessGrain
{
    public Task<IReadOnlyList<CheckResult>> CheckAsync(
        ReadinessProfile profile, CancellationToken cancellationToken = default) =>
        run.RunAsync(profile, cancellationToken);
}
