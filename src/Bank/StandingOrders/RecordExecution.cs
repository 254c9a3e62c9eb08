using Bank.Contracts.StandingOrders;
using Orchestrix.Commands;

namespace Bank.StandingOrders;

/// <summary>Records what became of an execution. Changes nothing the second time, so that it needs no id.</summary>
/// <param name="Number">The execution.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Code">Why it was refused, or null.</param>
public sealed record RecordExecution(int Number, ExecutionOutcome Outcome, string? Code) : Command;
