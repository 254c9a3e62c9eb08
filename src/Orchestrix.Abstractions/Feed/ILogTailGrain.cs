using Orchestrix.Events;

namespace Orchestrix.Feed;

/// <summary>
/// Reads the log for programs outside the silos, which have no connection to the database. Every silo has its own; the
/// key is of no importance.
/// </summary>
[Alias("orchestrix.log-tail-grain")]
public interface ILogTailGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Reads what follows a position, and waits up to <see cref="LogTailRequest.Wait"/> if there is nothing yet. Ask
    /// again behind the page's <see cref="LogPage.ScannedTo"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The request is out of range; the message says how.</exception>
    /// <exception cref="Errors.EventStoreUnavailableException">The log could not be read.</exception>
    [Alias("read")]
    Task<LogPage> ReadAsync(LogTailRequest request, CancellationToken cancellationToken = default);
}
