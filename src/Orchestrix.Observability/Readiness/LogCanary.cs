using Microsoft.Extensions.Logging;
using Orchestrix.Events;

namespace Orchestrix.Observability.Readiness;

/// <summary>Logs a secret, and hears what the console makes of it.</summary>
internal sealed partial class LogCanary(ILoggerFactory loggers, LogCanaryEar ear)
{
    /// <summary>By it, what the console writes finds its way here.</summary>
    public const string Category = "Orchestrix.Readiness.Canary";

    private readonly Lock _one = new();

    /// <summary>False where the level of the logs hides warnings, so that nothing can be heard.</summary>
    public bool IsLogged => loggers.CreateLogger(Category).IsEnabled(LogLevel.Warning);

    /// <summary>The line that the console writes for a message with a secret; null if it writes none of ours.</summary>
    public string? Sing(string secret)
    {
        lock (_one)
        {
            ear.Heard = null;
            LogSecret(
                loggers.CreateLogger(Category), StreamId.For("canary", secret), secret,
                new InvalidOperationException(secret));
            return ear.Heard;
        }
    }

    // High enough for the filters of production, and no error.
    [LoggerMessage(2900, LogLevel.Warning,
        "Readiness looks whether {Stream} and {Path} are redacted; nothing has failed.")]
    private static partial void LogSecret(ILogger logger, StreamId stream, string path, Exception exception);
}
