using Orchestrix.Events;

namespace Orchestrix.Sagas;

/// <summary>What others see of a saga.</summary>
internal static class SagaViews
{
    public static SagaView Of(StreamId stream, SagaState state) => new()
    {
        Saga = stream,
        Status = state.Status,
        DefinitionVersion = state.DefinitionVersion,
        Version = state.Version,
        StartedAt = state.Status == SagaStatus.None ? null : state.StartedAt,
        EndedAt = state.EndedAt,
        IsCancelled = state.IsCancelled,
        ReasonCode = state.Parked?.Code ?? state.ReasonCode,
        Reason = state.Parked?.Reason ?? state.Reason,
        ParkedAt = state.Parked?.Step,
        Steps = [.. state.Steps.Select(Of)],
        DataJson = state.DefinitionVersion == 0 ? null : state.Data.GetRawText(),
    };

    private static SagaStepView Of(StepState step) => new()
    {
        Name = step.Name,
        Status = step.Action.Status,
        Compensation = step.Undo.Status,
        Attempts = step.Action.Attempt,
        CompensationAttempts = step.Undo.Attempt,
        BegunAt = step.BegunAt,
        EndedAt = step.EndedAt,
        DueAt = step.Undo.DueAt ?? step.Action.DueAt,
        FailureCode = step.Undo.Code ?? step.Action.Code,
        FailureMessage = step.Undo.Message ?? step.Action.Message,
        MayHaveTakenEffect = step.MayHaveTakenEffect,
        ResultJson = step.Result?.GetRawText(),
    };
}
