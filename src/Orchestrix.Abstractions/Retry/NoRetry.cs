namespace Orchestrix.Retry;

/// <summary>The first failure is the last word.</summary>
public sealed record NoRetry : RetryPolicy
{
    /// <summary>Makes the policy.</summary>
    public NoRetry()
        : base(maxRetries: 0, jitter: 0)
    {
    }

    private protected override TimeSpan Base(int retry) => TimeSpan.Zero;
}
