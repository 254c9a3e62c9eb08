namespace Bank.Contracts.Transfers;

/// <summary>Money that is to move from an account of this bank to another one, here or at a partner bank.</summary>
/// <param name="From">The account that pays.</param>
/// <param name="To">The account that receives.</param>
/// <param name="Amount">How much; greater than zero, in the currency of both accounts.</param>
/// <param name="Reference">A text for both statements, or null.</param>
/// <param name="PartnerBank">The bank of the account that receives; null for this one.</param>
[GenerateSerializer, Immutable, Alias("bank.transfer")]
public sealed record Transfer(
    [property: Id(0)] string From,
    [property: Id(1)] string To,
    [property: Id(2)] Money Amount,
    [property: Id(3)] string? Reference = null,
    [property: Id(4)] string? PartnerBank = null);
