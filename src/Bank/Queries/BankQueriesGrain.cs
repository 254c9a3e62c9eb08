using Bank.Contracts;
using Bank.Contracts.Replies;
using Bank.Projections;
using Orchestrix.Commands;
using Orchestrix.Projections;
using Orchestrix.Tenants;
using Orleans.Concurrency;

namespace Bank.Queries;

/// <summary>Answers from the read models, through the readers of its silo.</summary>
[GrainType("bank-queries"), StatelessWorker]
public sealed class BankQueriesGrain(
    IProjectionReader<AccountBalance> balances, IProjectionReader<DailyStatement> statements,
    IProjectionReader<BankTotal> totals, IProjectionReader<AccountActivity> activities) : Grain, IBankQueriesGrain
{
    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<AccountSummary>>> FindByOwnerAsync(
        string owner, string? after, int limit, long atLeast, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var query = new ProjectionQuery<AccountBalance>().Where(row => row.Owner == owner)
            .OrderBy(static row => row.AccountId);
        if (Keys is var (first, beyond))
        {
            query = query.Where(row => string.CompareOrdinal(row.AccountId, first) > 0
                && string.CompareOrdinal(row.AccountId, beyond) < 0);
        }
        if (after is not null)
            query = query.Where(row => string.CompareOrdinal(row.AccountId, after) > 0);
        return AnswerAsync(
            balances, query, limit, atLeast,
            static row => new AccountSummary(
                row.AccountId, row.Owner, row.Currency, In(row.Currency, row.Balance),
                In(row.Currency, row.OverdraftLimit), row.Status),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<DaySummary>>> GetDaysAsync(
        string accountId, DateOnly from, DateOnly to, int limit, long atLeast,
        CancellationToken cancellationToken = default)
    {
        var query = new ProjectionQuery<DailyStatement>()
            .Where(row => row.AccountId == accountId && row.Day >= from && row.Day <= to)
            .OrderBy(static row => row.Day);
        if (Keys is var (first, beyond))
        {
            query = query.Where(row => string.CompareOrdinal(row.AccountId, first) > 0
                && string.CompareOrdinal(row.AccountId, beyond) < 0);
        }
        return AnswerAsync(
            statements, query, limit, atLeast,
            static row => new DaySummary(
                row.Day, row.Currency, In(row.Currency, row.OpeningBalance), In(row.Currency, row.Credits),
                In(row.Currency, row.Debits), In(row.Currency, row.ClosingBalance), row.Bookings),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<CurrencyTotals>>> GetTotalsAsync(
        long atLeast, CancellationToken cancellationToken = default) => CallContext.Tenant is not null
        ? throw new UnauthorizedAccessException("The totals are kept over all tenants, and for callers of none.")
        : AnswerAsync(
            totals, new ProjectionQuery<BankTotal>(), Currencies.Codes.Count, atLeast,
            static row => new CurrencyTotals(
                row.Currency, row.Accounts, In(row.Currency, row.Balance), In(row.Currency, row.Deposited),
                In(row.Currency, row.Withdrawn), In(row.Currency, row.Interest), row.Bookings),
            cancellationToken);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<ActivitySummary>>> GetBusiestAsync(
        string? currency, int limit, long atLeast, CancellationToken cancellationToken = default)
    {
        var all = new ProjectionQuery<AccountActivity>();
        if (Keys is var (first, beyond))
        {
            all = all.Where(row => string.CompareOrdinal(row.AccountId, first) > 0
                && string.CompareOrdinal(row.AccountId, beyond) < 0);
        }
        return AnswerAsync(
            activities,
            currency is null
                ? all.OrderByDescending(static row => row.Bookings)
                : all.Where(row => row.Currency == currency).OrderByDescending(static row => row.Turnover),
            limit, atLeast,
            static row => new ActivitySummary(
                row.AccountId, row.Currency, row.Bookings, In(row.Currency, row.Turnover), row.LastBookedAt),
            cancellationToken);
    }

    /// <summary>Between what the keys of the caller's tenant lie; null for a caller of no tenant.</summary>
    private static (string First, string Beyond)? Keys => CallContext.Tenant is { } tenant
        ? (TenantKey.PrefixOf(tenant), TenantKey.Beyond(tenant))
        : null;

    /// <summary>With the decimals of the currency, as accounts show their amounts.</summary>
    private static decimal In(string currency, decimal amount) => new Money(amount, currency).Amount;

    private static async Task<Answer<IReadOnlyList<T>>> AnswerAsync<TRow, T>(
        IProjectionReader<TRow> reader, ProjectionQuery<TRow> query, int limit, long atLeast, Func<TRow, T> show,
        CancellationToken cancellationToken) where TRow : class
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, AccountLimits.MaxPageSize);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        var (rows, position) = await reader.AtLeast(atLeast).QueryAsync(query.Take(limit), cancellationToken);
        return new([.. rows.Select(show)], position);
    }
}
