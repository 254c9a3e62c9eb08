namespace Orchestrix.DeadLetters;

/// <summary>
/// What a person did with a dead letter, or how its source answered. Acts are kept as long as the letter.
/// </summary>
/// <param name="Kind">What was done.</param>
/// <param name="Actor">Who did it; <see cref="Engine"/> if the source answered.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter-act")]
public sealed record DeadLetterAct(
    [property: Id(0)] DeadLetterActKind Kind,
    [property: Id(1)] string Actor,
    [property: Id(2)] string Reason,
    [property: Id(3)] DateTimeOffset At)
{
    /// <summary>The actor of what the source of a letter says about it.</summary>
    public const string Engine = "orchestrix";
}
