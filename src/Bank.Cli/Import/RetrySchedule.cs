namespace Bank.Cli.Import;

/// <summary>Exponential pauses with random jitter between the attempts to send one command.</summary>
internal sealed record RetrySchedule
{
    /// <summary>Most attempts, the first included. Default 10, which spans about 20 s of pauses.</summary>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>The pause before the second attempt; doubled for each further one. Default 100 ms.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause. Default 5 s.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The pause after a number of failed attempts: between half of the exponential one and all of it, so that senders
    /// that failed together do not come back together.
    /// </summary>
    public TimeSpan DelayAfter(int failedAttempts)
    {
        // As ticks in floating point, which does not overflow however many attempts there were.
        var ticks = Math.Min(InitialDelay.Ticks * Math.Pow(2, failedAttempts - 1), MaxDelay.Ticks);
        return TimeSpan.FromTicks((long)(ticks * (0.5 + (Random.Shared.NextDouble() / 2))));
    }
}
