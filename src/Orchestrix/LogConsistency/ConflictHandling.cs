namespace Orchestrix.LogConsistency;

/// <summary>What happens to unconditional events of a <c>JournaledGrain</c> when another writer was faster.</summary>
public enum ConflictHandling
{
    /// <summary>
    /// The events are dropped, <c>ConfirmEvents</c> throws <see cref="Errors.ConcurrencyException"/>, and the
    /// activation is replaced by a fresh one. The default: an event that was decided on a stale state is never stored.
    /// </summary>
    Strict,

    /// <summary>The events are appended behind the newer ones, as Orleans' own providers do.</summary>
    Rebase,
}
