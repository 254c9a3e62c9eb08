namespace Bank.Contracts.Replies;

/// <summary>What the accounts of one currency add up to.</summary>
/// <param name="Currency">ISO 4217 code.</param>
/// <param name="Accounts">Accounts that were ever opened.</param>
/// <param name="Balance">The sum of all balances.</param>
/// <param name="Deposited">All that was paid in.</param>
/// <param name="Withdrawn">All that was paid out.</param>
/// <param name="Interest">All interest.</param>
/// <param name="Bookings">Number of bookings.</param>
[GenerateSerializer, Immutable, Alias("bank.currency-totals")]
public sealed record CurrencyTotals(
    [property: Id(0)] string Currency,
    [property: Id(1)] long Accounts,
    [property: Id(2)] decimal Balance,
    [property: Id(3)] decimal Deposited,
    [property: Id(4)] decimal Withdrawn,
    [property: Id(5)] decimal Interest,
    [property: Id(6)] long Bookings);
