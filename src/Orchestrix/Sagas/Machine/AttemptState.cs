namespace Orchestrix.Sagas;

/// <summary>Where the action of a step, or its compensation, stands.</summary>
internal sealed record AttemptState
{
    public static AttemptState None { get; } = new();

    public SagaStepStatus Status { get; init; }

    /// <summary>Attempts begun, over all retries that people asked for.</summary>
    public int Attempt { get; init; }

    /// <summary>Failures that the retry policy has to answer for.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts that were lost with their activation.</summary>
    public int Interruptions { get; init; }

    /// <summary>True from the first attempt that was lost: its call may still arrive somewhere.</summary>
    public bool WasLost { get; init; }

    /// <summary>Answers that said: not yet.</summary>
    public int Asks { get; init; }

    /// <summary>When to try, ask, or stop waiting.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When the latest intent was recorded.</summary>
    public DateTimeOffset IntendedAt { get; init; }

    public StepFailureKind? Kind { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public bool IsOver => Status is SagaStepStatus.Succeeded or SagaStepStatus.Skipped;

    public AttemptState Intend(int attempt, DateTimeOffset? deadline, DateTimeOffset at) => this with
    {
        Status = SagaStepStatus.InFlight,
        Attempt = attempt,
        Deadline = deadline ?? Deadline,
        DueAt = null,
        IntendedAt = at,
    };

    public AttemptState Fail(StepFailureKind kind, string code, string message, DateTimeOffset? next) => this with
    {
        Status = next is null ? SagaStepStatus.GaveUp : SagaStepStatus.Backoff,
        Failures = code == SagaRefusals.Interrupted ? Failures : Failures + 1,
        Interruptions = code == SagaRefusals.Interrupted ? Interruptions + 1 : Interruptions,
        WasLost = WasLost || code == SagaRefusals.Interrupted,
        DueAt = next,
        Kind = kind,
        Code = code,
        Message = message,
    };

    public AttemptState Pend(DateTimeOffset next) => this with
    {
        Status = SagaStepStatus.Pending,
        Asks = Asks + 1,
        DueAt = next,
    };

    public AttemptState End(SagaStepStatus status) => this with { Status = status, DueAt = null };

    /// <summary>
    /// A person wants it tried again: what was counted is forgotten, but not that a call is still on its way.
    /// </summary>
    public AttemptState Renew(DateTimeOffset at) => new()
    {
        Status = SagaStepStatus.Backoff,
        Attempt = Attempt,
        WasLost = WasLost,
        DueAt = at,
        Kind = Kind,
        Code = Code,
        Message = Message,
    };
}
