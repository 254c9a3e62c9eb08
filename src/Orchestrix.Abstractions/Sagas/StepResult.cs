using Orchestrix.Commands;

namespace Orchestrix.Sagas;

/// <summary>What a participant's answer means for a step. Throwing is an answer too: see <c>Classify</c>.</summary>
public sealed record StepResult
{
    private StepResult()
    {
    }

    /// <summary>True if the step took effect.</summary>
    public bool IsDone { get; private init; }

    /// <summary>The result, which later steps and the compensation can read; written as JSON.</summary>
    public object? Value { get; private init; }

    /// <summary>What kind of failure it is; null if it is none.</summary>
    public StepFailureKind? Failure { get; private init; }

    /// <summary>The stable code of a failure, or null.</summary>
    public string? Code { get; private init; }

    /// <summary>For people; holds no personal data. Null if there is no failure.</summary>
    public string? Message { get; private init; }

    /// <summary>True if the participant has taken the step on and is to be asked again for its outcome.</summary>
    public bool IsPending => !IsDone && Failure is null;

    /// <summary>When to ask again if the step is pending; null leaves it to the engine: 1 s, then doubling.</summary>
    public TimeSpan? AskAgainIn { get; private init; }

    /// <summary>The step took effect.</summary>
    /// <param name="value">What later steps and the compensation need to know; null for nothing.</param>
    public static StepResult Done(object? value = null) => new() { IsDone = true, Value = value };

    /// <summary>The step did not take effect and never will.</summary>
    public static StepResult Final(string code, string message) => Failed(StepFailureKind.Final, code, message);

    /// <summary>The step did not take effect, but may later.</summary>
    public static StepResult Transient(string code, string message) =>
        Failed(StepFailureKind.Transient, code, message);

    /// <summary>Whether the step took effect is not known.</summary>
    public static StepResult Unknown(string code, string message) => Failed(StepFailureKind.Unknown, code, message);

    /// <summary>A failure of a given kind.</summary>
    public static StepResult Failed(StepFailureKind kind, string code, string message)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(code);
        return new StepResult { Failure = kind, Code = code, Message = message };
    }

    /// <summary>The participant works on it: ask again, with the same command id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not greater than zero.</exception>
    public static StepResult Pending(TimeSpan? askAgainIn = null)
    {
        if (askAgainIn is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero, nameof(askAgainIn));
        return new StepResult { AskAgainIn = askAgainIn };
    }

    /// <summary>An aggregate's answer: done with its reply, or finally refused.</summary>
    public static StepResult From<TReply>(CommandResult<TReply> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Refusal is { } refusal ? Final(refusal.Code, refusal.Message) : Done(answer.Reply);
    }
}
