using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrix.Sagas;

/// <summary>What the events of a saga add up to. Knows no definition, no clock and no Orleans.</summary>
internal sealed partial record SagaState
{
    public static SagaState New { get; } = new();

    public SagaStatus Status { get; init; }

    public int DefinitionVersion { get; init; }

    /// <summary>Stands for the steps that it began with; null if that was not recorded.</summary>
    public string? Fingerprint { get; init; }

    public JsonElement Data { get; init; }

    public string? ParentSaga { get; init; }

    public string? ParentStep { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The latest time that is in its events.</summary>
    public DateTimeOffset LatestAt { get; init; }

    /// <summary>The steps that have begun, in that order.</summary>
    public ImmutableList<StepState> Steps { get; init; } = [];

    /// <summary>Messages that no wait has taken yet.</summary>
    public ImmutableList<SagaMessageReceived> Messages { get; init; } = [];

    public ImmutableHashSet<string> MessageIds { get; init; } = [];

    /// <summary>What people did under a command id, and the version of the saga after that.</summary>
    public ImmutableDictionary<string, (string Act, long Version)> Acts { get; init; } =
        ImmutableDictionary<string, (string Act, long Version)>.Empty;

    public bool IsCancelled { get; init; }

    /// <summary>True if somebody wants it undone whatever its steps would be parked for.</summary>
    public bool IsForced { get; init; }

    public ParkedAt? Parked { get; init; }

    /// <summary>Why it compensates.</summary>
    public string? ReasonCode { get; init; }

    public string? Reason { get; init; }

    /// <summary>Number of events folded.</summary>
    public long Version { get; init; }

    /// <summary>True if it is parked only for want of its definition, and goes on where that is known.</summary>
    public bool WaitsForDefinition =>
        Parked?.Code is SagaRefusals.VersionNotRegistered or SagaRefusals.DefinitionChanged;

    public bool IsEnded => Status is SagaStatus.Completed or SagaStatus.Compensated;

    /// <summary>True if no further step is begun.</summary>
    public bool IsStopping => IsCancelled || Steps.Exists(step => step.Action.Status == SagaStepStatus.GaveUp);

    public StepState? Find(string step) => Steps.Find(each => each.Name == step);

    public JsonElement? ResultOf(string step) => Find(step)?.Result;

    /// <summary>
    /// When somebody should look at the saga if nothing is heard of it. An attempt under way counts as lost after
    /// <paramref name="watchAfter"/>; looking at one that is not lost is harmless.
    /// </summary>
    public DateTimeOffset? DueAt(TimeSpan watchAfter, DateTimeOffset now)
    {
        if (WaitsForDefinition)
            return Parked!.Since + watchAfter;
        if (Status is not (SagaStatus.Running or SagaStatus.Compensating))
            return null;
        var phase = Status == SagaStatus.Running ? SagaPhase.Action : SagaPhase.Undo;
        var earliest = DateTimeOffset.MaxValue;
        foreach (var step in Steps)
        {
            var attempt = step.Of(phase);
            var due = attempt.Status switch
            {
                SagaStepStatus.InFlight => attempt.IntendedAt + watchAfter,
                SagaStepStatus.Backoff or SagaStepStatus.Pending or SagaStepStatus.Waiting => attempt.DueAt,
                _ => null,
            };
            if (due < earliest)
                earliest = due.Value;
        }
        return earliest == DateTimeOffset.MaxValue ? now + watchAfter : earliest;
    }

    public SagaOutlook Outlook(TimeSpan watchAfter, DateTimeOffset now) => new(
        Status, DueAt(watchAfter, now), Parked?.Code ?? ReasonCode, Parked?.Step, Parked?.Since, ParkedAttempts);

    /// <summary>How often the step that the saga is parked at was tried, or undone; null without one.</summary>
    private int? ParkedAttempts => Parked is { Step: { } step } parked && Find(step) is { } found
        ? found.Of(parked.Before == SagaStatus.Compensating ? SagaPhase.Undo : SagaPhase.Action).Attempt
        : null;
}
