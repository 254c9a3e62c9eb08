using Orchestrix.Errors;

namespace Orchestrix.Subscriptions;

/// <summary>
/// A partition stands still at an event that cannot be handled, as its policy says, until a person replays or discards
/// it.
/// </summary>
[GenerateSerializer, Alias("orchestrix.subscription-stopped-exception")]
public class SubscriptionStoppedException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which event, why, and what to do.</param>
    /// <param name="innerException">What the handler threw.</param>
    public SubscriptionStoppedException(string message, Exception? innerException = null)
        : this(ErrorCodes.SubscriptionStopped, message, innerException)
    {
    }

    /// <summary>Creates the exception with a more precise code.</summary>
    protected SubscriptionStoppedException(string code, string message, Exception? innerException)
        : base(code, message, innerException)
    {
    }
}
