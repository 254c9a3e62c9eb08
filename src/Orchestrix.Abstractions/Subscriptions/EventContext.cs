using Orchestrix.Events;

namespace Orchestrix.Subscriptions;

/// <summary>An event that a handler is to handle, and where it comes from. Immutable.</summary>
/// <typeparam name="TEvent">The type of the event.</typeparam>
public sealed class EventContext<TEvent> where TEvent : notnull
{
    /// <summary>Makes a context, for tests of handlers too.</summary>
    /// <param name="subscription">The name of the subscription.</param>
    /// <param name="data">The event.</param>
    /// <param name="recorded">What the log holds.</param>
    /// <param name="attempt">How often it has been tried, with this time; from 1.</param>
    public EventContext(string subscription, TEvent data, RecordedEvent recorded, int attempt = 1)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(subscription);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        (Subscription, Data, Recorded, Attempt) = (subscription, data, recorded, attempt);
    }

    /// <summary>The name of the subscription.</summary>
    public string Subscription { get; }

    /// <summary>The event, in the present version of its shape.</summary>
    public TEvent Data { get; }

    /// <summary>What the log holds.</summary>
    public RecordedEvent Recorded { get; }

    /// <summary>How often it has been tried, with this time; from 1.</summary>
    public int Attempt { get; }

    /// <summary>The stream that the event belongs to.</summary>
    public StreamId Stream => Recorded.Stream;

    /// <summary>Place in the stream, from 1.</summary>
    public long Version => Recorded.Version;

    /// <summary>Place in the log, from 1.</summary>
    public long Position => Recorded.Position;

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset RecordedAt => Recorded.RecordedAt;

    /// <summary>Why and for whom it happened.</summary>
    public EventMetadata Metadata => Recorded.Metadata;

    /// <summary>
    /// The same for every attempt at this event by this subscription, and for nothing else:
    /// <c>{subscription}/{position}</c>. Use it as command id or idempotency key, so that what is done twice takes
    /// effect
    /// once.
    /// </summary>
    public string HandlingId => $"{Subscription}/{Recorded.Position}";
}
