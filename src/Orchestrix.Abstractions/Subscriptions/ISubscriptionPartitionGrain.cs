using Orleans.Concurrency;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Reads for one partition of a subscription; the key is <c>{subscription}/{partition}</c>. Every silo asks every
/// partition to run, again and again, so that it is found soon after its silo died.
/// </summary>
[Alias("orchestrix.subscription-partition-grain")]
public interface ISubscriptionPartitionGrain : IGrainWithStringKey
{
    /// <summary>Runs the partition if it does not run yet.</summary>
    /// <exception cref="Errors.ConfigurationException">
    /// The silo that was asked does not know the subscription; another one may.
    /// </exception>
    [Alias("ensure-running")]
    Task<PartitionStatus> EnsureRunningAsync();

    /// <summary>
    /// Ends a pause after a failure, or the stop at an event that cannot be handled, and tries again at once.
    /// </summary>
    /// <exception cref="Errors.ConfigurationException">
    /// The silo that was asked does not know the subscription; another one may.
    /// </exception>
    [Alias("retry")]
    Task<PartitionStatus> RetryAsync();
}
