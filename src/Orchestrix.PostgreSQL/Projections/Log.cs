using Microsoft.Extensions.Logging;
using Orchestrix.Projections;

namespace Orchestrix.PostgreSQL.Projections;

/// <summary>Messages about rebuilds: event ids 1240 to 1259.</summary>
internal static partial class Log
{
    [LoggerMessage(1240, LogLevel.Information,
        "This silo rebuilds projection {Projection}, version {Version}.")]
    public static partial void RebuildBegun(ILogger logger, string projection, int version);

    [LoggerMessage(1241, LogLevel.Information, "The rebuild of projection {Projection} ended: {State}.")]
    public static partial void RebuildEnded(ILogger logger, string projection, RebuildState state);

    [LoggerMessage(1242, LogLevel.Information, "Another owner works on the rebuild of projection {Projection}.")]
    public static partial void RebuildTaken(ILogger logger, string projection);

    [LoggerMessage(1243, LogLevel.Error, "The rebuild of projection {Projection} cannot go on ({Exception}).")]
    public static partial void RebuildFailed(ILogger logger, string projection, string exception, Exception cause);

    [LoggerMessage(1244, LogLevel.Warning,
        "A table that an earlier rebuild of projection {Projection} left behind could not be dropped; the next rebuild "
        + "tries again.")]
    public static partial void RetiredKept(ILogger logger, string projection, Exception cause);
}
