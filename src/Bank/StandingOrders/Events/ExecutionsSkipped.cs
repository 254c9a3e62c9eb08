using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>Executions were passed over for ever.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last of them.</param>
/// <param name="Reason"><see cref="Paused"/> or <see cref="Missed"/>.</param>
[EventType("standing-order.executions-skipped", 1)]
public sealed record ExecutionsSkipped(int First, int Last, string Reason)
{
    /// <summary>They fell due while the order was paused.</summary>
    public const string Paused = "paused";

    /// <summary>They were missed for longer than is made up for.</summary>
    public const string Missed = "missed";
}
