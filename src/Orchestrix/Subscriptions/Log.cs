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
}
