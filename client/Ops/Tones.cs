using Orchestrix.DeadLetters;
using Orchestrix.Projections;
using Orchestrix.Sagas;

namespace Bank.Client.Ops;

/// <summary>Which states are good, and which want a person.</summary>
internal static class Tones
{
    public const string Good = "good";
    public const string Warn = "warn";
    public const string Bad = "bad";

    public static string Of(SagaStatus status) => status switch
    {
        SagaStatus.Parked => Bad,
        SagaStatus.Compensating or SagaStatus.Compensated => Warn,
        SagaStatus.Completed => Good,
        _ => "",
    };

    public static string Of(SagaStepStatus status) => status switch
    {
        SagaStepStatus.Succeeded => Good,
        SagaStepStatus.GaveUp => Bad,
        SagaStepStatus.Backoff or SagaStepStatus.Skipped => Warn,
        _ => "",
    };

    public static string Of(DeadLetterState state) => state switch
    {
        DeadLetterState.Open => Bad,
        DeadLetterState.ReplayRequested => Warn,
        DeadLetterState.Replayed => Good,
        _ => "",
    };

    public static string Of(ProjectionState state) => state switch
    {
        ProjectionState.Current => Good,
        ProjectionState.Stopped => Bad,
        ProjectionState.Behind => Warn,
        _ => "",
    };
}
