using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>The last execution has been made.</summary>
[EventType("standing-order.ended", 1)]
public sealed record StandingOrderEnded;
