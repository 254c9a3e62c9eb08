using Bank.Contracts.Replies;
using Orleans.Concurrency;

namespace Bank.Contracts;

/// <summary>
/// What the bank's read models know, over all accounts; any silo answers. The key is 0. Every answer says which
/// position of the log it is true at; with the position of a command's reply a caller reads his own writes.
/// </summary>
/// <remarks>
/// Every method waits until its read model has reached <c>atLeast</c>, for as long as the silo is configured to, 2 s by
/// default, and then throws <c>ProjectionTimeoutException</c>; 0 waits for nothing. Numbers that are out of range throw
/// <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
[Alias("bank.queries")]
public interface IBankQueriesGrain : IGrainWithIntegerKey
{
    /// <summary>The accounts of an owner, by id.</summary>
    /// <param name="owner">The whole name, as it was given when the account was opened.</param>
    /// <param name="after">Only accounts with larger ids; null begins with the first.</param>
    /// <param name="limit">From 1 to <see cref="AccountLimits.MaxPageSize"/>.</param>
    /// <param name="atLeast">The position.</param>
    /// <param name="cancellationToken">Gives up waiting and reading.</param>
    [Alias("find-by-owner"), ReadOnly]
    Task<Answer<IReadOnlyList<AccountSummary>>> FindByOwnerAsync(
        string owner, string? after, int limit, long atLeast, CancellationToken cancellationToken = default);

    /// <summary>What moved on an account on each day, in UTC, on which anything did; oldest first.</summary>
    /// <param name="accountId">The account; one that was never opened has no such days.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="limit">From 1 to <see cref="AccountLimits.MaxPageSize"/>.</param>
    /// <param name="atLeast">The position.</param>
    /// <param name="cancellationToken">Gives up waiting and reading.</param>
    [Alias("get-days"), ReadOnly]
    Task<Answer<IReadOnlyList<DaySummary>>> GetDaysAsync(
        string accountId, DateOnly from, DateOnly to, int limit, long atLeast,
        CancellationToken cancellationToken = default);

    /// <summary>What the accounts of each currency add up to: the sum of all balances at that position.</summary>
    /// <param name="atLeast">The position.</param>
    /// <param name="cancellationToken">Gives up waiting and reading.</param>
    /// <exception cref="UnauthorizedAccessException">The call is made in the name of a tenant: the sums are over all
    /// accounts.</exception>
    [Alias("get-totals"), ReadOnly]
    Task<Answer<IReadOnlyList<CurrencyTotals>>> GetTotalsAsync(
        long atLeast, CancellationToken cancellationToken = default);

    /// <summary>
    /// The busiest accounts, first those with most bookings; of one currency, first those with the largest turnover.
    /// </summary>
    /// <param name="currency">Only accounts of this currency; null for all.</param>
    /// <param name="limit">From 1 to <see cref="AccountLimits.MaxPageSize"/>.</param>
    /// <param name="atLeast">The position.</param>
    /// <param name="cancellationToken">Gives up waiting and reading.</param>
    [Alias("get-busiest"), ReadOnly]
    Task<Answer<IReadOnlyList<ActivitySummary>>> GetBusiestAsync(
        string? currency, int limit, long atLeast, CancellationToken cancellationToken = default);
}
