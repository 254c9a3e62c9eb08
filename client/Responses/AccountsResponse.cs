using Bank.Contracts.Replies;

namespace Bank.Client.Responses;

/// <summary>A page of accounts.</summary>
/// <param name="Accounts">The accounts, by id.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record AccountsResponse(IReadOnlyList<AccountSummary> Accounts, string? Next);
