namespace Orchestrix.TestKit.Sagas;

/// <summary>How likely each fault is, at each place where it can happen: from 0 to 1.</summary>
public sealed record SagaFaults
{
    /// <summary>Nothing goes wrong.</summary>
    public static SagaFaults None { get; } = new()
    {
        Crash = 0,
        StoreUnavailable = 0,
        ReplyLost = 0,
        RequestLost = 0,
        AnswerLost = 0,
        AnswerLate = 0,
        Delay = 0,
        Duplicate = 0,
        SecondActivation = 0,
        ClockJump = 0,
    };

    /// <summary>The silo is lost before or after an append, or before or after a call of a participant.</summary>
    public double Crash { get; init; } = 0.02;

    /// <summary>An append is turned away, and nothing is written.</summary>
    public double StoreUnavailable { get; init; } = 0.02;

    /// <summary>The outcome of an append is not learned; half of these are written.</summary>
    public double ReplyLost { get; init; } = 0.02;

    /// <summary>A participant is never reached, and the caller hears of it as a time-out.</summary>
    public double RequestLost { get; init; } = 0.04;

    /// <summary>A participant acts, and its answer is lost.</summary>
    public double AnswerLost { get; init; } = 0.04;

    /// <summary>A participant acts, and its answer comes after the time-out.</summary>
    public double AnswerLate { get; init; } = 0.02;

    /// <summary>A call is on its way for up to 5 s.</summary>
    public double Delay { get; init; } = 0.1;

    /// <summary>A call is delivered twice.</summary>
    public double Duplicate { get; init; } = 0.05;

    /// <summary>The cluster splits, and a second activation of a saga lives beside the first.</summary>
    public double SecondActivation { get; init; } = 0.02;

    /// <summary>The clock is set forwards or backwards by up to a minute.</summary>
    public double ClockJump { get; init; } = 0.005;
}
