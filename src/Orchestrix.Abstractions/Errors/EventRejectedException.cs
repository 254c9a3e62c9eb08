namespace Orchestrix.Errors;

/// <summary>
/// A raised event was refused before it was stored, because it has no name, cannot be written as JSON, or makes the
/// fold
/// throw. Nothing was written and the stream is as before. <see cref="OrchestrixException.Code"/> is
/// <see cref="ErrorCodes.UnserializableEvent"/> or <see cref="ErrorCodes.FoldFailed"/>.
/// </summary>
[GenerateSerializer, Alias("orchestrix.event-rejected-exception")]
public sealed class EventRejectedException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public EventRejectedException(string code, string message, Exception? innerException = null)
        : base(code, message, innerException)
    {
    }
}
