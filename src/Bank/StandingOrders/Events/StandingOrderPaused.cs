using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>No further execution begins for a while.</summary>
[EventType("standing-order.paused", 1)]
public sealed record StandingOrderPaused;
