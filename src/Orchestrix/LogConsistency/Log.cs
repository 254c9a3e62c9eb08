using Microsoft.Extensions.Logging;
using Orchestrix.Events;

namespace Orchestrix.LogConsistency;

/// <summary>Messages of the log-consistency provider: event ids 1100 to 1199.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Error, "{Count} raised events of {Stream} were not appended.")]
    public static partial void EventsDropped(ILogger logger, Exception exception, int count, StreamId stream);

    [LoggerMessage(1101, LogLevel.Warning, "User code threw in {Callback} of grain {Grain}, called from {Location}.")]
    public static partial void UserCodeThrew(
        ILogger logger, Exception exception, string callback, GrainId grain, string location);

    [LoggerMessage(1102, LogLevel.Error, "Log view of grain {Grain} failed in {Location}.")]
    public static partial void ViewFailed(ILogger logger, Exception exception, GrainId grain, string location);

    [LoggerMessage(1103, LogLevel.Error, "Log view protocol of grain {Grain}: {Message}")]
    public static partial void ProtocolError(ILogger logger, GrainId grain, string message);
}
