using Microsoft.Extensions.Logging;

namespace Orchestrix.PostgreSQL.Diagnostics;

/// <summary>Messages about the server's figures: event ids 1280 to 1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1280, LogLevel.Warning, "The server's figures could not be read ({Code}); metrics keep the last.")]
    public static partial void FiguresUnread(ILogger logger, string code);
}
