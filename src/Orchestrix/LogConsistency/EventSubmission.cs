using Orchestrix.Events;
using Orleans.EventSourcing.Common;

namespace Orchestrix.LogConsistency;

/// <summary>A raised event that waits to be appended.</summary>
internal sealed class EventSubmission<TEvent> : SubmissionEntry<TEvent> where TEvent : class
{
    /// <summary>Counts the events raised on this activation, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Events raised by one call share a group and are never split over two commits.</summary>
    public required long Group { get; init; }

    /// <summary>The metadata of the call that raised the event.</summary>
    public required EventMetadata Metadata { get; init; }

    /// <summary>The event as it will be stored; set before the first attempt.</summary>
    public EventData? Data { get; set; }

    public bool IsConditional => ConditionalPosition >= 0;

    /// <summary>
    /// Answers who waits for this event. The base class must not answer again, so it no longer knows of the waiter.
    /// </summary>
    public void Answer(bool appended)
    {
        ResultPromise?.TrySetResult(appended);
        ResultPromise = null;
    }

    /// <summary>Fails who waits for this event.</summary>
    public void Fail(Exception exception)
    {
        ResultPromise?.TrySetException(exception);
        ResultPromise = null;
    }
}
