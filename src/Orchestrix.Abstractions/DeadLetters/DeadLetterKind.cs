namespace Orchestrix.DeadLetters;

/// <summary>What was given up on.</summary>
[GenerateSerializer, Alias("orchestrix.dead-letter-kind")]
public enum DeadLetterKind
{
    /// <summary>An event that a subscription could not handle.</summary>
    Event,

    /// <summary>A saga that could not go on.</summary>
    Saga,

    /// <summary>Another message that was given up on.</summary>
    Message,
}
