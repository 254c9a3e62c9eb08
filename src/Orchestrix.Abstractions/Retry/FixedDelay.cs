using System.Text.Json.Serialization;

namespace Orchestrix.Retry;

/// <summary>All delays are the same.</summary>
[GenerateSerializer, Immutable, Alias("orchestrix.fixed-delay")]
public sealed record FixedDelay : RetryPolicy
{
    /// <summary>Creates the policy.</summary>
    /// <param name="maxRetries">Default 3.</param>
    /// <param name="delay">Before each retry; default 1 s.</param>
    /// <param name="jitter">From 0 to 1; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range, or not a number.</exception>
    public FixedDelay(int maxRetries = 3, TimeSpan? delay = null, double jitter = 0) : base(maxRetries, jitter) =>
        Delay = Checked(delay, TimeSpan.FromSeconds(1), nameof(delay));

    [JsonConstructor]
    private FixedDelay(double jitter, int maxRetries, TimeSpan delay)
        : this(maxRetries, delay, jitter)
    {
    }

    /// <summary>The delay before each retry.</summary>
    [Id(0)]
    public TimeSpan Delay { get; private init; }

    private protected override TimeSpan DelayWithoutJitter(int retry) => Delay;
}
