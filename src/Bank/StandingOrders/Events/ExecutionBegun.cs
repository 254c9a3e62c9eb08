using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>An execution is to be made: recorded before its transfer is started.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DueOn">The day on which it fell due.</param>
[EventType("standing-order.execution-begun", 1)]
public sealed record ExecutionBegun(int Number, DateOnly DueOn);
