using Microsoft.Extensions.Logging;

namespace Orchestrix.PostgreSQL.EventStore;

/// <summary>Messages of the PostgreSQL event store: event ids 1200 to 1299.</summary>
internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Warning,
        "Append attempt {Attempt} of {Commits} commits failed with {Exception} ({Code}); "
        + "the same commits are sent again.")]
    public static partial void AppendRepeated(ILogger logger, string exception, string code, int attempt, int commits);

    [LoggerMessage(1201, LogLevel.Warning, "Read attempt {Attempt} failed with {Exception} ({Code}); it is repeated.")]
    public static partial void ReadRepeated(ILogger logger, string exception, string code, int attempt);
}
