using Bank.Accounts.Events;
using Bank.Contracts;
using Orchestrix.Projections;

namespace Bank.Projections;

/// <summary>The bank's totals for each currency: at every position the sum of all balances.</summary>
public sealed class BankTotals : Projection<BankTotal>
{
    /// <summary>Says how bookings add up.</summary>
    public BankTotals() : base("bank-totals", version: 1)
    {
        On<AccountOpened>(
            static e => RowOf(e.Data.OverdraftLimit), static (row, _) => row with { Accounts = row.Accounts + 1 });
        On<MoneyDeposited>(
            static e => RowOf(e.Data.Amount),
            static (row, e) => Booked(row, e.Data) with { Deposited = row.Deposited + e.Data.Amount.Amount });
        On<MoneyWithdrawn>(
            static e => RowOf(e.Data.Amount),
            static (row, e) => Booked(row, e.Data) with { Withdrawn = row.Withdrawn + e.Data.Amount.Amount });
        On<InterestCredited>(
            static e => RowOf(e.Data.Amount),
            static (row, e) => Booked(row, e.Data) with { Interest = row.Interest + e.Data.Amount.Amount });
    }

    private static BankTotal RowOf(Money amount) => new() { Currency = amount.Currency };

    private static BankTotal Booked(BankTotal row, IMoneyMoved moved) =>
        row with { Balance = row.Balance + moved.Change.Amount, Bookings = row.Bookings + 1 };
}
