using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A saga that has not ended, as an index keeps it.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-summary")]
public sealed record SagaSummary
{
    /// <summary>The saga's stream.</summary>
    [Id(0)]
    public required StreamId Saga { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public required SagaStatus Status { get; init; }

    /// <summary>When it began; for a part of another saga that is undone after its end, when that began.</summary>
    [Id(2)]
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When somebody should look at it if nothing is heard of it until then; null for never.</summary>
    [Id(3)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Why it is parked or compensates, a stable code; null otherwise.</summary>
    [Id(4)]
    public string? ReasonCode { get; init; }

    /// <summary>The step that it is parked at; null if it is not parked, or for another reason than a step.</summary>
    [Id(5)]
    public string? ParkedAt { get; init; }

    /// <summary>Since when it is parked; null if it is not.</summary>
    [Id(6)]
    public DateTimeOffset? ParkedSince { get; init; }
}
