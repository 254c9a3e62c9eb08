namespace Orchestrix.Projections;

/// <summary>
/// Which projections there are, how they fare, and which rebuilds people have asked for. A request is durable: the
/// silos find it, and when the one that works on it dies, another one goes on. Implementations are safe for concurrent
/// use. Every method may throw <see cref="Errors.EventStoreUnavailableException"/>.
/// </summary>
public interface IProjectionCatalog
{
    /// <summary>Longest name of who asks, in characters.</summary>
    const int MaxActorLength = 200;

    /// <summary>All projections that have ever run, by name.</summary>
    Task<IReadOnlyList<ProjectionStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One projection; null if none of this name has ever run.</summary>
    Task<ProjectionStatus?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Asks for a rebuild. To repeat it while it is under way is harmless.</summary>
    /// <param name="name">The projection.</param>
    /// <param name="activation">When the rebuilt table takes the active one's place.</param>
    /// <param name="actor">Who asks; 1 to <see cref="MaxActorLength"/> characters.</param>
    /// <param name="cancellationToken">Gives up before it was sent.</param>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    Task<RebuildOutcome> RebuildAsync(
        string name, RebuildActivation activation, string actor, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lets a table that is built and waits take the active one's place, whatever the comparison said.
    /// </summary>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    Task<RebuildOutcome> ActivateAsync(string name, string actor, CancellationToken cancellationToken = default);

    /// <summary>Gives up a rebuild that is not activated; a silo drops what was built.</summary>
    /// <exception cref="ArgumentException">The actor is missing or too long.</exception>
    Task<RebuildOutcome> CancelAsync(string name, string actor, CancellationToken cancellationToken = default);

    /// <summary>The projections whose rebuild a silo has to work on.</summary>
    Task<IReadOnlyList<string>> ListUnfinishedAsync(CancellationToken cancellationToken = default);
}
