using Bank.Accounts.Events;
using Orchestrix.Projections;

namespace Bank.Projections;

/// <summary>A statement for every account and day on which money moved.</summary>
public sealed class DailyStatements : Projection<DailyStatement>
{
    /// <summary>Says how bookings add up.</summary>
    public DailyStatements() : base("daily-statements", version: 1) =>
        On<IMoneyMoved>(
            row: static e => new DailyStatement
            {
                AccountId = e.Stream.Key,
                Day = DateOnly.FromDateTime(e.RecordedAt.UtcDateTime),
                Currency = e.Data.Balance.Currency,
                OpeningBalance = (e.Data.Balance - e.Data.Change).Amount,
            },
            apply: static (row, e) => row with
            {
                ClosingBalance = e.Data.Balance.Amount,
                Credits = row.Credits + Math.Max(0m, e.Data.Change.Amount),
                Debits = row.Debits + Math.Max(0m, -e.Data.Change.Amount),
                Bookings = row.Bookings + 1,
            });
}
