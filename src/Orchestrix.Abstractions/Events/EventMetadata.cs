namespace Orchestrix.Events;

/// <summary>Why and for whom a commit happened. Shared by all events of the commit; every part is optional.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.event-metadata")]
public sealed record EventMetadata
{
    /// <summary>Metadata that says nothing.</summary>
    public static EventMetadata None { get; } = new();

    /// <summary>The whole conversation that this commit belongs to.</summary>
    [Id(0)]
    public string? CorrelationId { get; init; }

    /// <summary>The message that directly caused this commit.</summary>
    [Id(1)]
    public string? CausationId { get; init; }

    /// <summary>W3C trace context, so that work caused hours later can link back to this commit.</summary>
    [Id(2)]
    public string? TraceParent { get; init; }

    /// <summary>Who asked: a user or service identity, never a secret.</summary>
    [Id(3)]
    public string? Actor { get; init; }

    /// <summary>
    /// The tenant in whose name it happened. It is that of the stream, see <see cref="StreamId.Tenant"/>; a commit in
    /// the name of another one is refused, and one in nobody's name belongs to the stream's.
    /// </summary>
    [Id(4)]
    public string? Tenant { get; init; }
}
