using System.Text.Json;

namespace Orchestrix.Sagas;

/// <summary>A step that has begun.</summary>
internal sealed record StepState(string Name)
{
    public AttemptState Action { get; init; } = AttemptState.None;

    public AttemptState Undo { get; init; } = AttemptState.None;

    /// <summary>True from the first answer that does not rule it out.</summary>
    public bool MayHaveTakenEffect { get; init; }

    public DateTimeOffset BegunAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public JsonElement? Input { get; init; }

    public JsonElement? Result { get; init; }

    /// <summary>The message that a wait waits for; null for other steps.</summary>
    public string? Message { get; init; }

    public bool NeedsUndo => MayHaveTakenEffect && !Undo.IsOver;

    /// <summary>What a failure of the step comes to over all its attempts.</summary>
    public StepFailureKind? GaveUpWith =>
        Action.Status != SagaStepStatus.GaveUp ? null : MayHaveTakenEffect ? StepFailureKind.Unknown : Action.Kind;

    public AttemptState Of(SagaPhase phase) => phase == SagaPhase.Action ? Action : Undo;
}
