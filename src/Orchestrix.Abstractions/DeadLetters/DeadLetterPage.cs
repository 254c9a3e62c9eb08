namespace Orchestrix.DeadLetters;

/// <summary>A page of dead letters, newest first.</summary>
/// <param name="Letters">The letters.</param>
/// <param name="NextBefore">Ask for what is before this id to get the next page; null if this is the last one.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter-page")]
public sealed record DeadLetterPage(
    [property: Id(0)] IReadOnlyList<DeadLetter> Letters, [property: Id(1)] long? NextBefore);
