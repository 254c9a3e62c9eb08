using Microsoft.Extensions.Logging;

namespace Orchestrix.PostgreSQL.Migrations;

public sealed partial class Migrator
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Applied {Name} in {Elapsed}.")]
    private static partial void LogApplied(ILogger logger, string name, TimeSpan elapsed);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Information, Message = "The schema is at version {Version}.")]
    private static partial void LogUpToDate(ILogger logger, int version);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Information, Message = "Created the role {Role}, without login.")]
    private static partial void LogRoleCreated(ILogger logger, string role);
}
