using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>The order was ended for ever.</summary>
/// <param name="Reason">Why.</param>
[EventType("standing-order.cancelled", 1)]
public sealed record StandingOrderCancelled(string Reason);
