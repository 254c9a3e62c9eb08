namespace Orchestrix.Errors;

/// <summary>
/// The store could not be reached or refused to work; nothing was written. <see cref="OrchestrixException.Code"/> tells
/// why. <see cref="ErrorCodes.StoreUnavailable"/>, <see cref="ErrorCodes.StoreFull"/> and
/// <see cref="ErrorCodes.Overloaded"/> may pass: try again later. All others stay until somebody mends what the message
/// names. No restart is needed, unless the message asks for one.
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
