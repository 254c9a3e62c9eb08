namespace Orchestrix.Readiness;

/// <summary>The clock of the store, by which events are dated; clocks of silos are compared with it.</summary>
public interface IStoreClock
{
    /// <summary>The time there, read anew.</summary>
    /// <exception cref="Errors.EventStoreUnavailableException">The store does not answer.</exception>
    Task<DateTimeOffset> ReadAsync(CancellationToken cancellationToken);
}
