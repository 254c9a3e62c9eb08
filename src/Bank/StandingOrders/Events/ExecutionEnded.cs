using Bank.Contracts.StandingOrders;
using Orchestrix.Events;

namespace Bank.StandingOrders.Events;

/// <summary>The transfer of an execution has ended.</summary>
/// <param name="Number">The execution.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Code">Why it was refused, or null.</param>
[EventType("standing-order.execution-ended", 1)]
public sealed record ExecutionEnded(int Number, ExecutionOutcome Outcome, string? Code = null);
