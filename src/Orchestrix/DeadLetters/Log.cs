using Microsoft.Extensions.Logging;

namespace Orchestrix.DeadLetters;

/// <summary>Messages about dead letters: event ids 1600 to 1619.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Warning, "Dead letters cannot be counted or deleted ({Exception}).")]
    public static partial void KeepingFailed(ILogger logger, string exception, Exception cause);

    [LoggerMessage(1601, LogLevel.Information, "{Count} settled dead letters were older than {Retention} and deleted.")]
    public static partial void Deleted(ILogger logger, int count, TimeSpan retention);
}
