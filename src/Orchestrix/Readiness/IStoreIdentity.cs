namespace Orchestrix.Readiness;

/// <summary>Says which store it is, so that records of backups and drills are those of this one.</summary>
public interface IStoreIdentity
{
    /// <summary>Which it is, read anew; null if it may not be known.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store does not answer.</exception>
    Task<StoreIdentity?> ReadAsync(CancellationToken cancellationToken);
}
