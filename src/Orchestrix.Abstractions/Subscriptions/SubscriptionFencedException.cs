using Orchestrix.Errors;

namespace Orchestrix.Subscriptions;

/// <summary>
/// Another owner reads for the partition by now; nothing was written. Nothing needs to be done: the owner that was
/// replaced stops.
/// </summary>
[GenerateSerializer, Alias("orchestrix.subscription-fenced-exception")]
public sealed class SubscriptionFencedException : OrchestrixException
{
    /// <summary>Creates the exception.</summary>
    public SubscriptionFencedException(SubscriptionPartition partition, long epoch)
        : base(
            ErrorCodes.SubscriptionFenced,
            $"Another owner reads for {partition}; what was read in epoch {epoch} was not recorded.")
    {
    }
}
