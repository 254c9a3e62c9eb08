namespace Orchestrix.DeadLetters;

/// <summary>What became of a decision about a dead letter.</summary>
[GenerateSerializer, Alias("orchestrix.dead-letter-outcome")]
public enum DeadLetterOutcome
{
    /// <summary>The letter has the wanted state now.</summary>
    Changed,

    /// <summary>It had that state, or one beyond it, before; nothing was changed or recorded.</summary>
    Unchanged,

    /// <summary>There is no such letter.</summary>
    NotFound,

    /// <summary>It is settled in the other way, which is final.</summary>
    Settled,
}
