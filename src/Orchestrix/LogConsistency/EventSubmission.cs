using Orchestrix.Events;
using Orleans.EventSourcing.Common;

namespace Orchestrix.LogConsistency;

/// <summary>A raised event that waits to be appended.</summary>
internal sealed class EventSubmission<TEvent> : SubmissionEntry<TEvent> where TEvent : class
{
    /// <summary>The confirmed version when the event was raised.</summary>
    public required long DecidedAt { get; init; }

    /// <summary>
    /// Counts how often the view was overtaken by other writers before the event was raised. If it was overtaken since,
    /// the event was decided on a state that never was; a version could not tell, for others may have taken its place.
    /// </summary>
    public required long Overtaken { get; init; }

    /// <summary>Events raised by one call share a group and are never split over two commits.</summary>
    public required long Group { get; init; }

    /// <summary>The metadata of the call that raised the event.</summary>
    public required EventMetadata Metadata { get; init; }

    /// <summary>The event as it will be stored; set before the first attempt.</summary>
    public EventData? Data { get; set; }

    public bool IsConditional => ConditionalPosition >= 0;

    /// <summary>True for a conditional event that came too late; it is answered when the write has ended.</summary>
    public bool IsLost { get; set; }

    /// <summary>True once a caller waits for the fate of this event.</summary>
    public bool IsAwaited { get; set; }

    /// <summary>Why the event was not appended, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>
    /// Answers that another writer was faster. The base class must not answer again, so it forgets the waiter.
    /// </summary>
    public void AnswerLost()
    {
        ResultPromise?.TrySetResult(false);
        ResultPromise = null;
    }

    /// <summary>Fails who waits for this event.</summary>
    public void Fail(Exception exception)
    {
        Failure = exception;
        ResultPromise?.TrySetException(exception);
        ResultPromise = null;
    }
}
