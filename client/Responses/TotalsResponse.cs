using Bank.Contracts.Replies;

namespace Bank.Client.Responses;

/// <summary>What the bank's accounts add up to.</summary>
/// <param name="Totals">One for each currency that there are accounts of.</param>
public sealed record TotalsResponse(IReadOnlyList<CurrencyTotals> Totals);
