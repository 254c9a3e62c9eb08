namespace Orchestrix.DeadLetters;

/// <summary>Who decides about dead letters, and why; both are kept with the letter.</summary>
/// <param name="Actor">A user or service; 1 to 200 characters.</param>
/// <param name="Reason">For people; 1 to 1,000 characters.</param>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter-decision")]
public sealed record DeadLetterDecision([property: Id(0)] string Actor, [property: Id(1)] string Reason)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReasonLength = 1000;
}
