namespace Bank.Contracts;

/// <summary>
/// Tells a client of the cluster whether commands can be served: a silo answers and reaches its event store.
/// </summary>
[Alias("bank.probe")]
public interface IBankProbeGrain : IGrainWithIntegerKey
{
    /// <summary>Returns if the store answers.</summary>
    /// <exception cref="Orchestrix.Errors.EventStoreUnavailableException">The silo answers, but its store does
    /// not.</exception>
    [Alias("check")]
    Task CheckAsync(CancellationToken cancellationToken = default);
}
