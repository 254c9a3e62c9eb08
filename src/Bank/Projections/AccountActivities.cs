using Bank.Accounts.Events;
using Orchestrix.Projections;

namespace Bank.Projections;

/// <summary>
/// How busy every account is. The busiest ones are
/// <c>new ProjectionQuery&lt;AccountActivity&gt;().OrderByDescending(row => row.Bookings).Take(10)</c>.
/// </summary>
public sealed class AccountActivities : Projection<AccountActivity>
{
    /// <summary>Says how bookings add up.</summary>
    public AccountActivities() : base("account-activities", version: 1)
    {
        On<IMoneyMoved>(
            row: static e => new AccountActivity { AccountId = e.Stream.Key, Currency = e.Data.Balance.Currency },
            apply: static (row, e) => row with
            {
                Bookings = row.Bookings + 1,
                Turnover = row.Turnover + Math.Abs(e.Data.Change.Amount),
                LastBookedAt = e.RecordedAt,
            });
        Index(static row => row.Bookings);
        Index(static row => new { row.Currency, row.Turnover });
    }
}
