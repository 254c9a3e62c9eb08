namespace Orchestrix.Projections;

/// <summary>
/// Works on the rebuild of one projection; the key is its name. Every silo asks it to run while a rebuild is not over,
/// so that it is found soon after its silo died.
/// </summary>
[Alias("orchestrix.projection-rebuild-grain")]
public interface IProjectionRebuildGrain : IGrainWithStringKey
{
    /// <summary>Works on what was asked for, if it does not already.</summary>
    /// <exception cref="Errors.ConfigurationException">
    /// The silo that was asked does not know the projection; another one may.
    /// </exception>
    [Alias("ensure-running")]
    Task EnsureRunningAsync();
}
