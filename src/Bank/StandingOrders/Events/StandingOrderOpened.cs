using Bank.Contracts.StandingOrders;
using Bank.Contracts.Transfers;
using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>A standing order was opened.</summary>
/// <param name="Transfer">What each execution transfers.</param>
/// <param name="Schedule">When.</param>
[EventType("standing-order.opened", 1)]
public sealed record StandingOrderOpened(Transfer Transfer, StandingOrderSchedule Schedule);
