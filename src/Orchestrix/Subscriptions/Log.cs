using Microsoft.Extensions.Logging;

namespace Orchestrix.Subscriptions;

/// <summary>Messages of subscriptions: event ids 1520 to 1599.</summary>
internal static partial class Log
{
    [LoggerMessage(1520, LogLevel.Information,
        "This silo reads for {Partition} from position {Position} on, in epoch {Epoch}.")]
    public static partial void Started(ILogger logger, SubscriptionPartition partition, long position, long epoch);

    [LoggerMessage(1521, LogLevel.Information, "Another owner reads for {Partition}; this one ends.")]
    public static partial void Fenced(ILogger logger, SubscriptionPartition partition);

    [LoggerMessage(1522, LogLevel.Error, "{Partition} stands still. {Reason}")]
    public static partial void Stopped(ILogger logger, SubscriptionPartition partition, string reason);

    [LoggerMessage(1523, LogLevel.Warning, "{Partition} begins again at its checkpoint after {Exception}.")]
    public static partial void Failed(
        ILogger logger, SubscriptionPartition partition, string exception, Exception cause);

    [LoggerMessage(1524, LogLevel.Warning,
        "Not every partition of the subscriptions could be asked to run ({Exception}); they are asked again.")]
    public static partial void NotAllRunning(ILogger logger, string exception, Exception cause);

    [LoggerMessage(1525, LogLevel.Error,
        "{Partition} makes no progress: it stands at position {Position}, {Behind} positions behind the log's end, "
        + "since {Since}.")]
    public static partial void Stalled(
        ILogger logger, SubscriptionPartition partition, long position, long behind, DateTimeOffset since);

    [LoggerMessage(1526, LogLevel.Information, "{Partition} makes progress again.")]
    public static partial void Recovered(ILogger logger, SubscriptionPartition partition);

    [LoggerMessage(1527, LogLevel.Warning, "The lag of the subscriptions cannot be measured ({Exception}).")]
    public static partial void WatchFailed(ILogger logger, string exception, Exception cause);

    [LoggerMessage(1528, LogLevel.Information, "{Partition} begins again with another table. {Reason}")]
    public static partial void Replaced(ILogger logger, SubscriptionPartition partition, string reason);

    [LoggerMessage(1540, LogLevel.Warning,
        "{Partition} could not handle the event at position {Position} at attempt {Attempt} and tries again in "
        + "{Delay}.")]
    public static partial void Retrying(
        ILogger logger, SubscriptionPartition partition, long position, int attempt, TimeSpan delay, Exception cause);

    [LoggerMessage(1541, LogLevel.Error,
        "{Partition} gave up the event at position {Position} after {Attempts} attempts; it is a dead letter now.")]
    public static partial void Parked(
        ILogger logger, SubscriptionPartition partition, long position, int attempts, Exception cause);

    [LoggerMessage(1542, LogLevel.Information, "{Partition} lets a parked stream go on.")]
    public static partial void Released(ILogger logger, SubscriptionPartition partition);
}
