using System.Text.Json.Serialization;

namespace Orchestrix.Retry;

/// <summary>Each delay is a multiple of the one before: the choice for a service that may be overloaded.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.exponential-backoff")]
public sealed record ExponentialBackoff : RetryPolicy
{
    /// <summary>Creates the policy.</summary>
    /// <param name="maxRetries">Default 3.</param>
    /// <param name="initialDelay">Before the first retry; default 1 s.</param>
    /// <param name="multiplier">At least 1; default 2.</param>
    /// <param name="maxDelay">No delay is longer; default 60 s, or the initial delay if that is longer.</param>
    /// <param name="jitter">From 0 to 1; default 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or not a number.</exception>
    public ExponentialBackoff(
        int maxRetries = 3, TimeSpan? initialDelay = null, double multiplier = 2.0, TimeSpan? maxDelay = null,
        double jitter = 0.2)
        : base(maxRetries, jitter)
    {
        if (!(multiplier >= 1) || !double.IsFinite(multiplier))
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "A multiplier is at least 1.");
        InitialDelay = Checked(initialDelay, TimeSpan.FromSeconds(1), nameof(initialDelay));
        var minute = TimeSpan.FromSeconds(60);
        MaxDelay = Checked(maxDelay, InitialDelay > minute ? InitialDelay : minute, nameof(maxDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, InitialDelay, nameof(maxDelay));
        Multiplier = multiplier;
    }

    [JsonConstructor]
    private ExponentialBackoff(
        double jitter, int maxRetries, TimeSpan initialDelay, double multiplier, TimeSpan maxDelay)
        : this(maxRetries, initialDelay, multiplier, maxDelay, jitter)
    {
    }

    /// <summary>The delay before the first retry.</summary>
    [Id(0)]
    public TimeSpan InitialDelay { get; private init; }

    /// <summary>What each delay is multiplied with to give the next.</summary>
    [Id(1)]
    public double Multiplier { get; private init; }

    /// <summary>No delay is longer than this.</summary>
    [Id(2)]
    public TimeSpan MaxDelay { get; private init; }

    private protected override TimeSpan DelayWithoutJitter(int retry) =>
        InitialDelay == TimeSpan.Zero
            ? TimeSpan.Zero
            : AtMost(MaxDelay, InitialDelay.Ticks * Math.Pow(Multiplier, retry - 1));
}
