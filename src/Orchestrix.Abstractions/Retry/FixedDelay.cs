using Orchestrix.Errors;

namespace Orchestrix.Retry;

/// <summary>All delays are the same.</summary>
public sealed record FixedDelay : RetryPolicy
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(1);

    /// <summary>Makes a policy.</summary>
    /// <param name="maxRetries">Retries after the first attempt. Default 3.</param>
    /// <param name="delay">Before each retry. Default 1 s.</param>
    /// <param name="jitter">Share of the delay that is random, from 0 to 1. Default 0: the delay is fixed.</param>
    /// <exception cref="ConfigurationException">An argument is out of range.</exception>
    public FixedDelay(int maxRetries = 3, TimeSpan? delay = null, double jitter = 0)
        : base(maxRetries, jitter) => Delay = Checked(delay ?? DefaultDelay, "delay");

    /// <summary>Before each retry.</summary>
    public TimeSpan Delay { get; }

    private protected override TimeSpan Base(int retry) => Delay;
}
