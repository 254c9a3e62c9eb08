namespace Orchestrix.LogConsistency;

/// <summary>How the log-consistency provider serves plain <c>JournaledGrain</c>s.</summary>
public sealed class LogConsistencyOptions
{
    /// <summary>
    /// What happens to events that were decided on a stale state. Default <see cref="ConflictHandling.Strict"/>.
    /// </summary>
    public ConflictHandling Conflicts { get; set; } = ConflictHandling.Strict;

    /// <summary>
    /// How long a read or write is repeated while the store is unavailable, counted from the first failure. Then the
    /// activation is dropped, and waiting callers get <see cref="Errors.EventStoreUnavailableException"/>.
    /// Default 30 s.
    /// </summary>
    public TimeSpan RetryDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Whether a grain class must carry <c>[GrainType]</c>. Default true; without it a renamed class loses its streams.
    /// </summary>
    public bool RequireGrainType { get; set; } = true;
}
