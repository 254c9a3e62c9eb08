namespace Bank.Contracts.Transfers;

/// <summary>What a partner bank is asked to credit to one of its accounts.</summary>
/// <param name="Id">The same id is the same payment for ever.</param>
/// <param name="To">The account there.</param>
/// <param name="Amount">How much.</param>
/// <param name="Reference">A text for the statement, or null.</param>
[GenerateSerializer, Immutable, Alias("bank.payment")]
public sealed record Payment(
    [property: Id(0)] string Id, [property: Id(1)] string To, [property: Id(2)] Money Amount,
    [property: Id(3)] string? Reference = null);
