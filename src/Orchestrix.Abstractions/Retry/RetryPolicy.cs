using System.Text.Json.Serialization;

namespace Orchestrix.Retry;

/// <summary>
/// How often, and after which delays, something that failed is tried again. Immutable data that says nothing about what
/// is tried: durable work stores the time that was chosen and not the policy, so a policy may change at any time.
/// </summary>
[GenerateSerializer, Immutable, Alias("orchestrix.retry-policy")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ExponentialBackoff), "exponential")]
[JsonDerivedType(typeof(LinearBackoff), "linear")]
[JsonDerivedType(typeof(FixedDelay), "fixed")]
[JsonDerivedType(typeof(NoRetry), "none")]
public abstract record RetryPolicy
{
    /// <summary>Most retries that a policy may allow: 10,000.</summary>
    public const int MaxRetriesLimit = 10_000;

    /// <summary>The longest delay that a policy may ask for: 30 days.</summary>
    public static readonly TimeSpan MaxDelayLimit = TimeSpan.FromDays(30);

    private protected RetryPolicy(int maxRetries, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxRetries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxRetries, MaxRetriesLimit);
        // Written so that NaN is refused too.
        if (!(jitter >= 0 && jitter <= 1))
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "A jitter lies between 0 and 1.");
        (MaxRetries, Jitter) = (maxRetries, jitter);
    }

    /// <summary>How often it is tried again after the first attempt; 0 means never.</summary>
    [Id(0)]
    public int MaxRetries { get; private init; }

    /// <summary>
    /// The part of each delay that is random, from 0 to 1: with 0.2 a delay of 10 s becomes 8 to 10 s. It shortens
    /// delays and never lengthens them, so that the longest delay is a promise.
    /// </summary>
    [Id(1)]
    public double Jitter { get; private init; }

    /// <summary>The delay before a retry, or null if there is none left.</summary>
    /// <param name="retry">1 for the first retry, which is the second attempt.</param>
    /// <param name="random">Gives numbers from 0 (included) to 1; by default <see cref="Random.Shared"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The retry is below 1.</exception>
    public TimeSpan? DelayBefore(int retry, Func<double>? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);
        if (retry > MaxRetries)
            return null;
        var delay = DelayWithoutJitter(retry);
        return Jitter == 0 ? delay : delay * (1 - (Jitter * (random ?? Random.Shared.NextDouble)()));
    }

    /// <summary>The delay before a retry that is allowed, without jitter.</summary>
    private protected abstract TimeSpan DelayWithoutJitter(int retry);

    /// <summary>The shorter of a computed number of ticks, which may be infinite, and the longest delay.</summary>
    private protected static TimeSpan AtMost(TimeSpan longest, double ticks) =>
        ticks < longest.Ticks ? new TimeSpan((long)ticks) : longest;

    private protected static TimeSpan Checked(TimeSpan? delay, TimeSpan defaultDelay, string name)
    {
        var chosen = delay ?? defaultDelay;
        ArgumentOutOfRangeException.ThrowIfLessThan(chosen, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(chosen, MaxDelayLimit, name);
        return chosen;
    }
}
