using Orchestrix.Errors;
using Orchestrix.Events;
using Orchestrix.Subscriptions;

namespace Orchestrix.Projections;

/// <summary>
/// A projection cannot take an event: its code threw, or what it made cannot be stored. Everything before the event is
/// applied, nothing of it and nothing behind it. Mend the code and deploy it; the projection tries again by itself.
/// </summary>
[GenerateSerializer, Alias("orchestrix.projection-failed-exception")]
public sealed class ProjectionFailedException : SubscriptionStoppedException
{
    /// <summary>Creates the exception for the event at <paramref name="position"/>.</summary>
    public ProjectionFailedException(
        string projection, string eventType, StreamId stream, long position, Exception? innerException = null)
        : base(
            ErrorCodes.ProjectionFailed,
            // It goes to the log of the silo, where no key of a stream belongs; the position leads to the stream.
            $"Projection {projection} cannot take the event {eventType} at position {position} "
            + $"({innerException?.GetType().Name ?? "no reason known"}); everything before it is applied.",
            innerException) =>
        (Projection, EventType, Stream, Position) = (projection, eventType, stream, position);

    /// <summary>What becomes a dead letter, if the stream of the event is parked.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="now">When it failed.</param>
    public PoisonEvent ToPoison(RecordedEvent recorded, DateTimeOffset now)
    {
        var cause = InnerException ?? this;
        return new PoisonEvent(
            recorded, (cause as IErrorCode)?.Code ?? cause.GetType().Name, $"{Message}\n{cause.Message}", Attempts: 1,
            now);
    }

    /// <summary>The name of the projection.</summary>
    [Id(0)]
    public string Projection { get; private set; }

    /// <summary>The stored type name of the event.</summary>
    [Id(1)]
    public string EventType { get; private set; }

    /// <summary>The stream of the event.</summary>
    [Id(2)]
    public StreamId Stream { get; private set; }

    /// <summary>The position of the event.</summary>
    [Id(3)]
    public long Position { get; private set; }
}
