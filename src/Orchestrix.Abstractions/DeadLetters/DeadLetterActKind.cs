namespace Orchestrix.DeadLetters;

/// <summary>What a person may do with a dead letter.</summary>
[GenerateSerializer, Alias("orchestrix.dead-letter-act-kind")]
public enum DeadLetterActKind
{
    /// <summary>Ask for another try.</summary>
    Replay,

    /// <summary>Give it up for good.</summary>
    Discard,
}
