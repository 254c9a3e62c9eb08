using Bank.Client.Tenants;
using Bank.Contracts.Replies;

namespace Bank.Client.Responses;

/// <summary>A page of an account's statement.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Owner">Who owns it.</param>
/// <param name="Currency">The currency of all amounts.</param>
/// <param name="OpeningBalance">The balance before the first line.</param>
/// <param name="Entries">The lines, oldest first; possibly none although there is a next page.</param>
/// <param name="ClosingBalance">The balance after the last line.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record StatementResponse(
    string AccountId, string Owner, string Currency, decimal OpeningBalance, IReadOnlyList<StatementEntry> Entries,
    decimal ClosingBalance, string? Next)
{
    internal static StatementResponse From(StatementPage page, string? next) => new(
        CallerKeys.IdOf(page.AccountId), page.Owner, page.Currency, page.OpeningBalance, page.Entries,
        page.ClosingBalance, next);
}
