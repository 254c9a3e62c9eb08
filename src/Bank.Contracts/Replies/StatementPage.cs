namespace Bank.Contracts.Replies;

/// <summary>
/// A part of an account's statement. Opening balance plus all amounts is the closing balance, and the closing balance
/// of a page is the opening balance of the next.
/// </summary>
/// <param name="AccountId">The account.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="OpeningBalance">The balance before the first line.</param>
/// <param name="Entries">The lines, oldest first. A page may hold fewer than asked for, even none, and still have a
/// next one.</param>
/// <param name="ClosingBalance">The balance after the last line.</param>
/// <param name="NextVersion">Where the next page begins; null if this is the last one.</param>
[GenerateSerializer, Immutable, Alias("bank.statement-page")]
public sealed record StatementPage(
    [property: Id(0)] string AccountId,
    [property: Id(1)] string Owner,
    [property: Id(2)] string Currency,
    [property: Id(3)] decimal OpeningBalance,
    [property: Id(4)] IReadOnlyList<StatementEntry> Entries,
    [property: Id(5)] decimal ClosingBalance,
    [property: Id(6)] long? NextVersion);
