namespace Orchestrix.Benchmarks.Workers;

/// <summary>
/// A system under test. Each does the same thing: appends small events to a stream, durably, once for each command id.
/// </summary>
public interface IWorkload : IAsyncDisposable
{
    /// <summary>Makes the system ready on an empty database, whose owner the connection string names.</summary>
    Task StartAsync(string connectionString, CancellationToken cancellationToken);

    /// <summary>
    /// Handles one command and returns when it is durable. Safe for concurrent use. What the system refuses it throws.
    /// </summary>
    /// <param name="stream">Name of the stream, chosen by the scenario.</param>
    /// <param name="commandId">Unique; a system without idempotency ignores it.</param>
    /// <param name="events">How many events the command appends, together.</param>
    Task ExecuteAsync(string stream, string commandId, int events);

    /// <summary>
    /// Drops from memory what the last scenario loaded, so that the next one does not pay for it. Called between
    /// scenarios whose streams do not come back. Default: nothing to drop.
    /// </summary>
    Task ForgetAsync() => Task.CompletedTask;

    /// <summary>
    /// What the application's other processes use, to be added to the worker's own. Default: there are none.
    /// </summary>
    Task<Usage> ReadOtherUsageAsync() => Task.FromResult(Usage.None);

    /// <summary>
    /// Events that the slowest subscription in the worker's process has not handled yet; null if there is none.
    /// </summary>
    long? EventsBehind => null;
}
