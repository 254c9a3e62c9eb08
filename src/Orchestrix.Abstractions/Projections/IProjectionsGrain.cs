using Orleans.Concurrency;

namespace Orchestrix.Projections;

/// <summary>
/// The projections for clients of the cluster, which do not reach the database; any silo answers. The key is 0. Every
/// method throws <see cref="Errors.ConfigurationException"/> if the silo's store keeps no tables, as the one in memory.
/// </summary>
[Alias("orchestrix.projections-grain")]
public interface IProjectionsGrain : IGrainWithIntegerKey
{
    /// <summary>As <see cref="IProjectionCatalog.ListAsync"/>.</summary>
    [Alias("list"), ReadOnly]
    Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>As <see cref="IProjectionCatalog.FindAsync"/>.</summary>
    [Alias("find"), ReadOnly]
    Task<ProjectionStatus?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="IProjectionCatalog.RebuildAsync"/>, and a silo begins at once.</summary>
    [Alias("rebuild")]
    Task<RebuildOutcome> RebuildAsync(string name, RebuildActivation activation, string actor);

    /// <summary>As <see cref="IProjectionCatalog.ActivateAsync"/>, and a silo begins at once.</summary>
    [Alias("activate")]
    Task<RebuildOutcome> ActivateAsync(string name, string actor);

    /// <summary>As <see cref="IProjectionCatalog.CancelAsync"/>, and a silo begins at once.</summary>
    [Alias("cancel")]
    Task<RebuildOutcome> CancelAsync(string name, string actor);
}
