using Microsoft.Extensions.Logging;

namespace Orchestrix.PostgreSQL.Integrity;

/// <summary>Messages about seals: event ids 1260 to 1279.</summary>
internal static partial class Log
{
    [LoggerMessage(1260, LogLevel.Warning, "The log could not be sealed ({Exception}); it is tried again.")]
    public static partial void SealFailed(ILogger logger, string exception);

    [LoggerMessage(1261, LogLevel.Critical,
        "The log cannot be sealed, because events are missing from it. Find the first with `orchestrix verify`.")]
    public static partial void LogDamaged(ILogger logger);

    [LoggerMessage(1262, LogLevel.Information, "The log is sealed up to position {Position} with hash {Hash}.")]
    public static partial void LogSealed(ILogger logger, long position, string hash);

    [LoggerMessage(1263, LogLevel.Critical,
        "The log was sealed up to position {Position} with hash {Hash}, and this seal is gone or is another one. "
        + "This silo seals no more until it is restarted. Verify the log with `orchestrix verify --anchor`.")]
    public static partial void SealGone(ILogger logger, long position, string hash);
}
