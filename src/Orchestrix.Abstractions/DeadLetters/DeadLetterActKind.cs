namespace Orchestrix.DeadLetters;

/// <summary>What may be done with a dead letter: by people, and by the source that answers them.</summary>
[GenerateSerializer, Alias("orchestrix.dead-letter-act-kind")]
public enum DeadLetterActKind
{
    /// <summary>Ask for another try.</summary>
    Replay,

    /// <summary>Give it up for good.</summary>
    Discard,

    /// <summary>
    /// The source cannot do the replay that was asked for, and says why: the letter is open again.
    /// </summary>
    Refuse,
}
