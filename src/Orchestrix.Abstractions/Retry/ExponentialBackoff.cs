using Orchestrix.Errors;

namespace Orchestrix.Retry;

/// <summary>Each delay is a multiple of the one before, up to a longest one. The usual choice.</summary>
public sealed record ExponentialBackoff : RetryPolicy
{
    private static readonly TimeSpan DefaultInitialDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(60);

    /// <summary>Makes a policy.</summary>
    /// <param name="maxRetries">Retries after the first attempt. Default 3.</param>
    /// <param name="initialDelay">Before the first retry. Default 1 s.</param>
    /// <param name="multiplier">What each further delay is multiplied with, from 1. Default 2.</param>
    /// <param name="maxDelay">Longest delay; at least <paramref name="initialDelay"/>. Default 60 s, or the initial
    /// delay if that is longer.</param>
    /// <param name="jitter">Share of the delay that is random, from 0 to 1. Default 0.5.</param>
    /// <exception cref="ConfigurationException">An argument is out of range.</exception>
    public ExponentialBackoff(
        int maxRetries = 3, TimeSpan? initialDelay = null, double multiplier = 2.0, TimeSpan? maxDelay = null,
        double jitter = DefaultJitter)
        : base(maxRetries, jitter)
    {
        if (!(multiplier >= 1 && double.IsFinite(multiplier)))
            throw new ConfigurationException($"A multiplier of retry delays is at least 1; {multiplier} is not.");
        InitialDelay = Checked(initialDelay ?? DefaultInitialDelay, "initial delay");
        MaxDelay = Checked(
            maxDelay ?? (InitialDelay > DefaultMaxDelay ? InitialDelay : DefaultMaxDelay), "longest delay");
        if (MaxDelay < InitialDelay)
            throw new ConfigurationException($"The longest delay {MaxDelay} is below the initial one {InitialDelay}.");
        Multiplier = multiplier;
    }

    /// <summary>Before the first retry.</summary>
    public TimeSpan InitialDelay { get; }

    /// <summary>What each further delay is multiplied with.</summary>
    public double Multiplier { get; }

    /// <summary>Longest delay.</summary>
    public TimeSpan MaxDelay { get; }

    private protected override TimeSpan Base(int retry)
    {
        // A power that is too large for a number is infinite, and infinity is more than the longest delay.
        var ticks = InitialDelay.Ticks * Math.Pow(Multiplier, retry - 1);
        return ticks < MaxDelay.Ticks ? TimeSpan.FromTicks((long)ticks)
            : InitialDelay > TimeSpan.Zero ? MaxDelay
            : TimeSpan.Zero;
    }
}
