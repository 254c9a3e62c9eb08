namespace Orchestrix.DeadLetters;

/// <summary>How far a dead letter has come.</summary>
[GenerateSerializer, Alias("orchestrix.dead-letter-state")]
public enum DeadLetterState
{
    /// <summary>It waits for a person.</summary>
    Open,

    /// <summary>A person has asked for another try, which has not succeeded yet.</summary>
    ReplayRequested,

    /// <summary>Another try has succeeded.</summary>
    Replayed,

    /// <summary>A person has given it up for good.</summary>
    Discarded,
}
