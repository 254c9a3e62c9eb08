using System.Text.Json.Serialization;

namespace Orchestrix.Retry;

/// <summary>Each delay is longer than the one before by the same time.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.linear-backoff")]
public sealed record LinearBackoff : RetryPolicy
{
    /// <summary>Creates the policy.</summary>
    /// <param name="maxRetries">Default 3.</param>
    /// <param name="initialDelay">Before the first retry; default 1 s.</param>
    /// <param name="increment">Added for each further retry; default 1 s.</param>
    /// <param name="maxDelay">No delay is longer; default 60 s, or the initial delay if that is longer.</param>
    /// <param name="jitter">From 0 to 1; default 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or not a number.</exception>
    public LinearBackoff(
        int maxRetries = 3, TimeSpan? initialDelay = null, TimeSpan? increment = null, TimeSpan? maxDelay = null,
        double jitter = 0.2)
        : base(maxRetries, jitter)
    {
        InitialDelay = Checked(initialDelay, TimeSpan.FromSeconds(1), nameof(initialDelay));
        Increment = Checked(increment, TimeSpan.FromSeconds(1), nameof(increment));
        var minute = TimeSpan.FromSeconds(60);
        MaxDelay = Checked(maxDelay, InitialDelay > minute ? InitialDelay : minute, nameof(maxDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, InitialDelay, nameof(maxDelay));
    }

    [JsonConstructor]
    private LinearBackoff(double jitter, int maxRetries, TimeSpan initialDelay, TimeSpan increment, TimeSpan maxDelay)
        : this(maxRetries, initialDelay, increment, maxDelay, jitter)
    {
    }

    /// <summary>The delay before the first retry.</summary>
    [Id(0)]
    public TimeSpan InitialDelay { get; private init; }

    /// <summary>What each further delay is longer.</summary>
    [Id(1)]
    public TimeSpan Increment { get; private init; }

    /// <summary>No delay is longer than this.</summary>
    [Id(2)]
    public TimeSpan MaxDelay { get; private init; }

    private protected override TimeSpan DelayWithoutJitter(int retry) =>
        AtMost(MaxDelay, InitialDelay.Ticks + (Increment.Ticks * (double)(retry - 1)));
}
