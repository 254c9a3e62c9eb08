using Microsoft.Extensions.Logging;

namespace Orchestrix.Projections;

/// <summary>Messages about rebuilds of projections: event ids 1620 to 1639.</summary>
internal static partial class Log
{
    [LoggerMessage(1620, LogLevel.Warning,
        "The rebuild of projection {Projection} was interrupted by {Exception}; it goes on from there.")]
    public static partial void RebuildInterrupted(
        ILogger logger, string projection, string exception, Exception cause);

    [LoggerMessage(1621, LogLevel.Warning,
        "Rebuilds of projections could not be looked for or begun ({Exception}); they are looked for again.")]
    public static partial void RebuildsNotStarted(ILogger logger, string exception, Exception cause);
}
