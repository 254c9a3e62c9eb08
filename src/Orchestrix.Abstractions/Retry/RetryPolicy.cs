using Orchestrix.Errors;

namespace Orchestrix.Retry;

/// <summary>
/// How often something that failed is tried again, and how long to wait before each time. A policy only computes: who
/// retries keeps the number of the attempt, durably where it has to outlive a crash. Immutable and safe for concurrent
/// use.
/// </summary>
public abstract record RetryPolicy
{
    /// <summary>Most retries of any policy: 1,000,000.</summary>
    public const int MaxRetryLimit = 1_000_000;

    /// <summary>Share of a delay that is random unless a policy says otherwise: 0.5.</summary>
    public const double DefaultJitter = 0.5;

    /// <summary>Longest delay of any policy: 365 days.</summary>
    public static readonly TimeSpan MaxDelayLimit = TimeSpan.FromDays(365);

    private protected RetryPolicy(int maxRetries, double jitter)
    {
        if (maxRetries is < 0 or > MaxRetryLimit)
        {
            throw new ConfigurationException(
                $"A retry policy has 0 to {MaxRetryLimit} retries; {maxRetries} were asked for.");
        }
        // Written so that NaN is refused.
        if (!(jitter is >= 0 and <= 1))
            throw new ConfigurationException($"The jitter of a retry policy lies between 0 and 1; {jitter} does not.");
        (MaxRetries, Jitter) = (maxRetries, jitter);
    }

    /// <summary>How often it is tried again after the first attempt has failed; 0 gives up at once.</summary>
    public int MaxRetries { get; }

    /// <summary>
    /// The share of each delay that is random, from 0 to 1: a delay d becomes a random one between (1 - jitter) d and
    /// d,
    /// so that those who failed together do not come back together.
    /// </summary>
    public double Jitter { get; }

    /// <summary>How long to wait before a retry.</summary>
    /// <param name="retry">The number of the retry, from 1: one less than that of the attempt.</param>
    /// <param name="random">Where the jitter comes from; null takes <see cref="Random.Shared"/>.</param>
    /// <returns>The wait; null if the policy gives up instead.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public TimeSpan? DelayBefore(int retry, Random? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);
        if (retry > MaxRetries)
            return null;
        var delay = Base(retry);
        return Jitter > 0 ? delay * (1 - Jitter * (random ?? Random.Shared).NextDouble()) : delay;
    }

    /// <summary>The delay before a retry within the limit, without jitter.</summary>
    private protected abstract TimeSpan Base(int retry);

    private protected static TimeSpan Checked(TimeSpan delay, string name) =>
        delay >= TimeSpan.Zero && delay <= MaxDelayLimit
            ? delay
            : throw new ConfigurationException(
                $"The {name} of a retry policy lies between 0 and {MaxDelayLimit.TotalDays} days; {delay} does not.");
}
