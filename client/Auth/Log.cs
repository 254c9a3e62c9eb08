using Orchestrix.Observability.Http;

namespace Bank.Client.Auth;

internal static partial class Log
{
    [LoggerMessage(2401, LogLevel.Information, "{Count} API keys were read.")]
    public static partial void KeysRead(ILogger logger, int count);

    [LoggerMessage(2402, LogLevel.Error,
        "The API keys stay as they were, because the new ones make no sense: {Reason}")]
    public static partial void KeysUnreadable(ILogger logger, string reason);

    [LoggerMessage(2403, LogLevel.Warning,
        "Key {Id} of {Name} has expired at {ExpiresAt} and is refused; take it out of the configuration.")]
    public static partial void KeyExpired(ILogger logger, string name, string id, DateTimeOffset expiresAt);

    [LoggerMessage(2404, LogLevel.Warning,
        "Nobody may use the API: neither Auth:ApiKeys nor Auth:Jwt is configured. `bank keys new` makes a key.")]
    public static partial void NobodyAdmitted(ILogger logger);

    [LoggerMessage(2405, LogLevel.Warning,
        "Refused ({Reason}): {Method} {Route} for key {Key} from {Caller}; {PassedOver} more since the last message.")]
    public static partial void Refused(
        ILogger logger, string reason, string method, string? route, string? key, CallerAddress caller,
        long passedOver);

    [LoggerMessage(2406, LogLevel.Information, "Key {Id} of {Actor} is used for the first time since the start.")]
    public static partial void KeyUsed(ILogger logger, string id, string? actor);
}
