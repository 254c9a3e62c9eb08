using Microsoft.Extensions.Logging;
using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>Messages of sagas: event ids 1700 to 1799.</summary>
internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Warning,
        "An activation of {Saga} has stopped. The log has what it did; the watchdog starts another one.")]
    public static partial void ActivationStopped(ILogger logger, Exception exception, StreamId saga);

    [LoggerMessage(1701, LogLevel.Warning, "Bucket {Bucket} of the overdue sagas could not be looked at.")]
    public static partial void ScanFailed(ILogger logger, Exception exception, long bucket);

    [LoggerMessage(1702, LogLevel.Warning, "{Saga} is overdue and could not be woken.")]
    public static partial void WakeFailed(ILogger logger, Exception exception, StreamId saga);

    [LoggerMessage(1703, LogLevel.Warning, "Not all watchdogs of sagas can be reached.")]
    public static partial void WatchdogUnreachable(ILogger logger, Exception exception);

    [LoggerMessage(1704, LogLevel.Warning, "Sagas could not be counted: {Error}")]
    public static partial void CountingFailed(ILogger logger, string error, Exception exception);

    [LoggerMessage(1705, LogLevel.Warning, "The reminder of bucket {Bucket} could not be set; the next scan tries.")]
    public static partial void ReminderFailed(ILogger logger, Exception exception, long bucket);

    [LoggerMessage(1707, LogLevel.Error,
        "{Saga} cannot be loaded; it was tried {Tries} times. It stands as parked, with a dead letter.")]
    public static partial void CannotBeLoaded(ILogger logger, Exception exception, StreamId saga, int tries);

    [LoggerMessage(1708, LogLevel.Warning, "It could not be noted that {Saga} cannot be loaded; the next look tries.")]
    public static partial void ReportFailed(ILogger logger, Exception exception, StreamId saga);

    [LoggerMessage(1709, LogLevel.Warning, "The dead letters of sagas could not be looked at; the next look tries.")]
    public static partial void LettersFailed(ILogger logger, Exception exception);

    [LoggerMessage(1706, LogLevel.Warning, "The replay of dead letter {Letter} of a saga could not be done.")]
    public static partial void ReplayFailed(ILogger logger, Exception exception, long letter);
}
