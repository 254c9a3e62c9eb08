using System.ComponentModel.DataAnnotations;

namespace Orchestrix.Subscriptions;

/// <summary>How a silo runs its subscriptions.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>False lets a silo define subscriptions and not run them. Default true.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>
    /// How often each silo looks whether every partition is run by someone; so long at most a partition waits after its
    /// silo was found dead. Default 2 s.
    /// </summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a reader waits at the end of the log before it records how far it has come. Default 1 s.
    /// </summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>First pause after a failure; doubled with each further one. Default 100 ms.</summary>
    public TimeSpan MinPause { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest pause after failures. Default 30 s.</summary>
    public TimeSpan MaxPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A partition that makes no progress for so long while the log has events for it counts as stalled. Default 30 s.
    /// </summary>
    public TimeSpan StalledAfter { get; set; } = TimeSpan.FromSeconds(30);
}
