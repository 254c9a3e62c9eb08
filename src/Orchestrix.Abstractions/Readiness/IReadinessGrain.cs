using Orleans.Concurrency;

namespace Orchestrix.Readiness;

/// <summary>
/// Measures whether the installation is ready, for clients of the cluster; any silo answers, and asks the others. The
/// key is 0.
/// </summary>
[Alias("orchestrix.readiness-grain")]
public interface IReadinessGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Runs every check of cluster and database, each within a limit; a check that cannot be run has failed. Those that
    /// the profile does not ask for are not applicable.
    /// </summary>
    [Alias("check"), ReadOnly]
    Task<IReadOnlyList<CheckResult>> CheckAsync(
        ReadinessProfile profile, CancellationToken cancellationToken = default);

    /// <summary>Which store the silos have; null if it does not answer, may not say it, or is in memory.</summary>
    /// <remarks>Silos of an earlier version do not know it: the call fails.</remarks>
    [Alias("identify-store"), ReadOnly]
    Task<StoreIdentity?> IdentifyStoreAsync(CancellationToken cancellationToken = default);
}
