using Orchestrix.Errors;

namespace Orchestrix.Retry;

/// <summary>Each delay is longer than the one before by the same step, up to a longest one.</summary>
public sealed record LinearBackoff : RetryPolicy
{
    private static readonly TimeSpan DefaultInitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(60);

    /// <summary>Makes a policy.</summary>
    /// <param name="maxRetries">Retries after the first attempt. Default 3.</param>
    /// <param name="initialDelay">Before the first retry. Default 1 s.</param>
    /// <param name="increment">How much longer each further delay is. Default: the initial delay.</param>
    /// <param name="maxDelay">Longest delay; at least <paramref name="initialDelay"/>. Default 60 s, or the initial
    /// delay if that is longer.</param>
    /// <param name="jitter">Share of the delay that is random, from 0 to 1. Default 0.5.</param>
    /// <exception cref="ConfigurationException">An argument is out of range.</exception>
    public LinearBackoff(
        int maxRetries = 3, TimeSpan? initialDelay = null, TimeSpan? increment = null, TimeSpan? maxDelay = null,
        double jitter = DefaultJitter)
        : base(maxRetries, jitter)
    {
        InitialDelay = Checked(initialDelay ?? DefaultInitialDelay, "initial delay");
        Increment = Checked(increment ?? InitialDelay, "increment");
        MaxDelay = Checked(
            maxDelay ?? (InitialDelay > DefaultMaxDelay ? InitialDelay : DefaultMaxDelay), "longest delay");
        if (MaxDelay < InitialDelay)
            throw new ConfigurationException($"The longest delay {MaxDelay} is below the initial one {InitialDelay}.");
    }

    /// <summary>Before the first retry.</summary>
    public TimeSpan InitialDelay { get; }

    /// <summary>How much longer each further delay is.</summary>
    public TimeSpan Increment { get; }

    /// <summary>Longest delay.</summary>
    public TimeSpan MaxDelay { get; }

    private protected override TimeSpan Base(int retry)
    {
        var ticks = InitialDelay.Ticks + (double)Increment.Ticks * (retry - 1);
        return ticks < MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxDelay;
    }
}
