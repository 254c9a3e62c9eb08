namespace Bank.Contracts.Replies;

/// <summary>An account as a list shows it.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Currency">The currency of all its amounts.</param>
/// <param name="Balance">What it holds; below zero, what it owes.</param>
/// <param name="OverdraftLimit">How far the balance may fall below zero.</param>
/// <param name="Status">What may happen on it.</param>
[GenerateSerializer, Immutable, Alias("bank.account-summary")]
public sealed record AccountSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Owner,
    [property: Id(2)] string Currency,
    [property: Id(3)] decimal Balance,
    [property: Id(4)] decimal OverdraftLimit,
    [property: Id(5)] AccountStatus Status);
