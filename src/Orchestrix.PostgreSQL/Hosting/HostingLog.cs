using Microsoft.Extensions.Logging;

namespace Orchestrix.PostgreSQL.Hosting;

/// <summary>Messages of the hosting of the PostgreSQL store: event ids 1300 to 1399.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1300, LogLevel.Warning, "Waiting for PostgreSQL before the silo starts: {Reason}")]
    public static partial void WaitingForServer(ILogger logger, string reason);
}
