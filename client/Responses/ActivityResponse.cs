using Bank.Contracts.Replies;

namespace Bank.Client.Responses;

/// <summary>The busiest accounts.</summary>
/// <param name="Accounts">The accounts, the busiest first.</param>
public sealed record ActivityResponse(IReadOnlyList<ActivitySummary> Accounts);
