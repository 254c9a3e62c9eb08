namespace Orchestrix.DeadLetters;

/// <summary>What a person did with a dead letter. Acts are kept as long as the letter.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter-act")]
public sealed record DeadLetterAct(
    [property: Id(0)] DeadLetterActKind Kind,
    [property: Id(1)] string Actor,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset At);
