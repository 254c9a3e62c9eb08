namespace Orchestrix.Errors;

/// <summary>
/// The store could not be reached or refused to work; nothing was written. <see cref="OrchestrixException.Code"/> tells
/// apart an unreachable server, a full disk and missing privileges. Try again later; no restart is needed.
/// </summary>
[GenerateSerializer, Alias("orchestrix.event-store-unavailable-exception")]
public sealed class EventStoreUnavailableException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public EventStoreUnavailableException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
