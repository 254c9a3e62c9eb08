using Orchestrix.Events;

namespace Orchestrix.DeadLetters;

/// <summary>
/// A message that was given up on. There is one for each kind, source and item: if it is given up on again, the same
/// letter opens again.
/// </summary>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter")]
public sealed record DeadLetter
{
    /// <summary>Names the letter; later letters have higher numbers.</summary>
    [Id(0)]
    public required long Id { get; init; }

    /// <summary>What was given up on.</summary>
    [Id(1)]
    public required DeadLetterKind Kind { get; init; }

    /// <summary>Who gave up: the name of a subscription, the type of a saga.</summary>
    [Id(2)]
    public required string Source { get; init; }

    /// <summary>What it is within the source: the position of an event, the key of a saga.</summary>
    [Id(3)]
    public required string Item { get; init; }

    /// <summary>How far it has come.</summary>
    [Id(4)]
    public required DeadLetterState State { get; init; }

    /// <summary>Why, for programs: an error code, or the name of an exception's type.</summary>
    [Id(5)]
    public required string Reason { get; init; }

    /// <summary>Why, for people. It may quote what was worked on; treat it as confidential.</summary>
    [Id(6)]
    public required string Error { get; init; }

    /// <summary>How often it was tried in all.</summary>
    [Id(7)]
    public required int Attempts { get; init; }

    /// <summary>When it failed first.</summary>
    [Id(8)]
    public required DateTimeOffset FirstFailedAt { get; init; }

    /// <summary>When it failed last.</summary>
    [Id(9)]
    public required DateTimeOffset LastFailedAt { get; init; }

    /// <summary>When its state changed last.</summary>
    [Id(10)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The partition of the subscription, for an event.</summary>
    [Id(11)]
    public int? Partition { get; init; }

    /// <summary>The event's place in the log, for an event.</summary>
    [Id(12)]
    public long? Position { get; init; }

    /// <summary>The stream that it is about, if it is about one.</summary>
    [Id(13)]
    public StreamId? Stream { get; init; }

    /// <summary>The event's place in its stream, for an event.</summary>
    [Id(14)]
    public long? Version { get; init; }

    /// <summary>The stable name of the event or message type, if it has one.</summary>
    [Id(15)]
    public string? MessageType { get; init; }

    /// <summary>The identity of the event, for an event.</summary>
    [Id(16)]
    public Guid? EventId { get; init; }

    /// <summary>The conversation that it belongs to.</summary>
    [Id(17)]
    public string? CorrelationId { get; init; }
}
