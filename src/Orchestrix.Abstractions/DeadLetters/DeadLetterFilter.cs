namespace Orchestrix.DeadLetters;

/// <summary>Which dead letters are meant: every part that is given must match.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.dead-letter-filter")]
public sealed record DeadLetterFilter
{
    /// <summary>All letters.</summary>
    public static DeadLetterFilter Everything { get; } = new();

    /// <summary>Letters of this kind.</summary>
    [Id(0)]
    public DeadLetterKind? Kind { get; init; }

    /// <summary>Letters of this source.</summary>
    [Id(1)]
    public string? Source { get; init; }

    /// <summary>Letters in this state.</summary>
    [Id(2)]
    public DeadLetterState? State { get; init; }

    /// <summary>Letters about this stream.</summary>
    [Id(3)]
    public string? Stream { get; init; }

    /// <summary>Letters with messages of this type.</summary>
    [Id(4)]
    public string? MessageType { get; init; }

    /// <summary>Letters with this reason.</summary>
    [Id(5)]
    public string? Reason { get; init; }

    /// <summary>
    /// Letters about streams of this tenant. A call in the name of a tenant means its own, whatever this says.
    /// </summary>
    [Id(6)]
    public string? Tenant { get; init; }

    /// <summary>True if the letter is meant.</summary>
    public bool Matches(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return (Kind is null || Kind == letter.Kind)
            && (Source is null || Source == letter.Source)
            && (State is null || State == letter.State)
            && (Stream is null || Stream == letter.Stream?.Value)
            && (MessageType is null || MessageType == letter.MessageType)
            && (Reason is null || Reason == letter.Reason)
            && (Tenant is null || letter.Stream?.IsOf(Tenant) == true);
    }
}
