namespace Bank.Contracts.StandingOrders;

/// <summary>One execution of a standing order.</summary>
/// <param name="Number">From 1; the id of its transfer is <c>{order}.{number}</c>.</param>
/// <param name="DueOn">The day on which it fell due.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Code">Why it was refused, or null.</param>
[GenerateSerializer, Immutable, Alias("bank.standing-order-execution")]
public sealed record StandingOrderExecution(
    [property: Id(0)] int Number,
    [property: Id(1)] DateOnly DueOn,
    [property: Id(2)] ExecutionOutcome Outcome = ExecutionOutcome.Open,
    [property: Id(3)] string? Code = null);
