using Microsoft.Extensions.Logging;

namespace Orchestrix.Feed;

/// <summary>Messages of the feed: event ids 1510 to 1519.</summary>
internal static partial class Log
{
    [LoggerMessage(1510, LogLevel.Warning,
        "The end of the log cannot be read ({Code}); subscriptions of this silo wait until it can.")]
    public static partial void TailFailed(ILogger logger, string code, Exception exception);

    [LoggerMessage(1511, LogLevel.Critical,
        "The log had another event at position {Position} when it was read, and ends at {Head} now: a fail-over to a "
        + "server that lacked events, or a restored backup under running silos. Its readers begin again at their "
        + "checkpoints.")]
    public static partial void WentBack(ILogger logger, long position, long head);
}
