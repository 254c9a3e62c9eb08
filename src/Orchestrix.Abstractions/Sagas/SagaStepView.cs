namespace Orchestrix.Sagas;

/// <summary>A step as it stands.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.saga-step-view")]
public sealed record SagaStepView
{
    /// <summary>The name of the step.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Where the action stands.</summary>
    [Id(1)]
    public SagaStepStatus Status { get; init; }

    /// <summary>Where the compensation stands.</summary>
    [Id(2)]
    public SagaStepStatus Compensation { get; init; }

    /// <summary>Attempts of the action that were begun.</summary>
    [Id(3)]
    public int Attempts { get; init; }

    /// <summary>Attempts of the compensation that were begun.</summary>
    [Id(4)]
    public int CompensationAttempts { get; init; }

    /// <summary>When the step was first begun; null if it was not.</summary>
    [Id(5)]
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>When the action ended, whatever the outcome; null if it has not.</summary>
    [Id(6)]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When something is tried or given up next without being told; null if nothing is.</summary>
    [Id(7)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The code of the latest failure of the action or the compensation; null if there is none.</summary>
    [Id(8)]
    public string? FailureCode { get; init; }

    /// <summary>The latest failure in words; null if there is none.</summary>
    [Id(9)]
    public string? FailureMessage { get; init; }

    /// <summary>True if what the step did would have to be undone.</summary>
    [Id(10)]
    public bool MayHaveTakenEffect { get; init; }

    /// <summary>The result as JSON, or null.</summary>
    [Id(11)]
    public string? ResultJson { get; init; }
}
