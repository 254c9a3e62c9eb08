using Microsoft.Extensions.Logging;

namespace Orchestrix.PostgreSQL.Subscriptions;

/// <summary>Messages about the signal between silos: event ids 1220 to 1239.</summary>
internal static partial class Log
{
    [LoggerMessage(1220, LogLevel.Warning,
        "The connection that tells of new events was lost ({Exception}); the log is polled until it is back.")]
    public static partial void SignalLost(ILogger logger, string exception);

    [LoggerMessage(1221, LogLevel.Information,
        "Announcements of other silos {Arrive}; where they do not, as through a pooler in transaction mode, the log is "
        + "polled instead.")]
    public static partial void SignalHeard(ILogger logger, string arrive);
}
