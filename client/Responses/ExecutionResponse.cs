using Bank.Contracts.StandingOrders;

namespace Bank.Client.Responses;

/// <summary>One execution of a standing order.</summary>
/// <param name="Number">From 1.</param>
/// <param name="DueOn">The day on which it fell due.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Code">Why it was refused; absent if it was not.</param>
/// <param name="Transfer">The address of its transfer.</param>
public sealed record ExecutionResponse(
    int Number, DateOnly DueOn, ExecutionOutcome Outcome, string? Code, string Transfer)
{
    internal static ExecutionResponse From(string order, StandingOrderExecution execution) => new(
        execution.Number, execution.DueOn, execution.Outcome, execution.Code,
        $"/transfers/{order}.{execution.Number}");
}
