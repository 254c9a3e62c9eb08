namespace Orchestrix.DeadLetters;

/// <summary>Everything about a dead letter.</summary>
/// <param name="Letter">The letter.</param>
/// <param name="Payload">
/// What was given up on, as JSON; an event's is read from the log. Null if the source keeps it, or the log no longer
/// holds the event.
/// </param>
/// <param name="Acts">What people did with it, oldest first.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter-details")]
public sealed record DeadLetterDetails(
    [property: Id(0)] DeadLetter Letter,
    [property: Id(1)] string? Payload,
    [property: Id(2)] IReadOnlyList<DeadLetterAct> Acts);
