using Microsoft.Extensions.Logging;
using Orchestrix.Events;

namespace Orchestrix.Snapshots;

/// <summary>Messages about snapshots: event ids 1400 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1400, Message =
        "The snapshot of {Stream} at version {Version} is passed over ({Doubt}); the stream is replayed.")]
    public static partial void Doubted(ILogger logger, LogLevel level, StreamId stream, long version, string doubt);

    [LoggerMessage(1401, LogLevel.Warning,
        "Snapshots cannot be {Work}; streams are replayed, and nothing is lost. Tried again after {RetryAfter}.")]
    public static partial void StoreFailed(ILogger logger, Exception exception, string work, TimeSpan retryAfter);

    [LoggerMessage(1402, LogLevel.Information, "Snapshots can be {Work} again.")]
    public static partial void StoreRecovered(ILogger logger, string work);

    [LoggerMessage(1403, LogLevel.Warning,
        "No snapshot of {State} can be taken ({Reason}); its streams are replayed. Logged once for the type.")]
    public static partial void NotTaken(ILogger logger, Exception? exception, Type state, string reason);
}
