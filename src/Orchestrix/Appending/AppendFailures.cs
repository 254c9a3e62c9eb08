using Orchestrix.Errors;
using Orchestrix.Events;

namespace Orchestrix.Appending;

/// <summary>
/// What callers are told. Orleans marks exceptions while they travel, so two callers never share one.
/// </summary>
internal static class AppendFailures
{
    /// <summary>The commit was sent, and the store failed.</summary>
    public static Exception OfStore(Exception failure, Commit commit) => failure switch
    {
        UncertainOutcomeException =>
            new UncertainOutcomeException(commit.Stream, commit.CommitId, failure.InnerException),
        EventStoreUnavailableException unavailable =>
            new EventStoreUnavailableException(unavailable.Code, unavailable.Message, unavailable.InnerException),
        CommitRejectedException => new CommitRejectedException(failure.Message, failure.InnerException),
        // A store that breaks its contract leaves the outcome open.
        _ => new UncertainOutcomeException(commit.Stream, commit.CommitId, failure),
    };

    /// <summary>The commit was not sent, because the store failed those in front of it.</summary>
    public static EventStoreUnavailableException Unsent(Exception failure) =>
        failure is EventStoreUnavailableException unavailable
            ? new(unavailable.Code, unavailable.Message, unavailable.InnerException)
            : new(ErrorCodes.StoreUnavailable,
                "The event store did not answer those who came before. Nothing was written; try again later.");

    /// <summary>The appender has a bug, and stopped.</summary>
    public static EventStoreUnavailableException Broken() => new(ErrorCodes.StoreUnavailable,
        "The appender of this silo has failed and takes no more commits. Nothing was written; restart the silo.");

    /// <summary>The silo stops.</summary>
    public static EventStoreUnavailableException Stopping() => new(
        ErrorCodes.StoreUnavailable, "This silo is stopping; nothing was written. Send the command again.");

    /// <summary>The queue is full and stayed so.</summary>
    public static EventStoreUnavailableException Full(AppendQueue queue, AppenderOptions options) =>
        new(ErrorCodes.Overloaded,
            $"{queue.Capacity} appends are waiting, a lane's share of AppenderOptions.QueueCapacity, and no place came "
            + $"free within {options.QueueTimeout} (QueueTimeout). Nothing was written; try again later.");

    /// <summary>The stream has as many commits in the queue as one stream may.</summary>
    public static EventStoreUnavailableException StreamIsFull(AppendQueue queue, StreamId stream) =>
        new(ErrorCodes.Overloaded,
            $"{queue.StreamCapacity} appends to stream {stream} are waiting, and more may not "
            + "(AppenderOptions.StreamQueueCapacity, or half of a lane). Nothing was written; try again later.");

    /// <summary>The turn of the commit came too late.</summary>
    public static EventStoreUnavailableException Overdue(AppenderOptions options) =>
        new(ErrorCodes.Overloaded,
            $"The append was not sent within {options.QueueTimeout} (AppenderOptions.QueueTimeout), because the store "
            + "takes too long for those in front of it. Nothing was written; try again later.");
}
