using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>Executions begin again.</summary>
[EventType("standing-order.resumed", 1)]
public sealed record StandingOrderResumed;
