using Bank.Contracts.Replies;

namespace Bank.Client.Responses;

/// <summary>A page of an account's days.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Days">The days on which anything moved, oldest first.</param>
/// <param name="Next">The address of the next page; absent on the last one.</param>
public sealed record DaysResponse(string AccountId, IReadOnlyList<DaySummary> Days, string? Next);
