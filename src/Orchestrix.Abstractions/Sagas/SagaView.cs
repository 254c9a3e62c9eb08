using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>A saga as it stands.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-view")]
public sealed record SagaView
{
    /// <summary>The saga's stream.</summary>
    [Id(0)]
    public required StreamId Saga { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public SagaStatus Status { get; init; }

    /// <summary>The version of the definition that it began with; 0 if it was never started.</summary>
    [Id(2)]
    public int DefinitionVersion { get; init; }

    /// <summary>Number of its events.</summary>
    [Id(3)]
    public long Version { get; init; }

    /// <summary>When it started; null if it was never started.</summary>
    [Id(4)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null if it has not. A parked saga has not.</summary>
    [Id(5)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True if it was cancelled, whether or not that is done yet.</summary>
    [Id(6)]
    public bool IsCancelled { get; init; }

    /// <summary>Why it compensates or is parked: a stable code, or null.</summary>
    [Id(7)]
    public string? ReasonCode { get; init; }

    /// <summary>The reason in words, or null.</summary>
    [Id(8)]
    public string? Reason { get; init; }

    /// <summary>The step that it is parked at, or null.</summary>
    [Id(9)]
    public string? ParkedAt { get; init; }

    /// <summary>Its steps, in the order in which they began.</summary>
    [Id(10)]
    public IReadOnlyList<SagaStepView> Steps { get; init; } = [];

    /// <summary>The data that it was started with, as JSON; null if it was never started.</summary>
    [Id(11)]
    public string? DataJson { get; init; }

    /// <summary>True if it ended or is parked: nothing more happens by itself.</summary>
    public bool IsAtRest => Status is SagaStatus.Parked or SagaStatus.Completed or SagaStatus.Compensated;
}
