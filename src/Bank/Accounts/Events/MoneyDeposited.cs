using Bank.Contracts;
using Orchestrix.Events;

namespace Bank.Accounts.Events;

/// <summary>Money came in.</summary>
/// <param name="Amount">How much; greater than zero.</param>
/// <param name="Balance">The balance after it, so that a statement can begin anywhere.</param>
/// <param name="Reference">The text given with the booking.</param>
/// <param name="Booking">What another system knew about it.</param>
[EventType("account.money-deposited", 1)]
public sealed record MoneyDeposited(
    Money Amount, Money Balance, string? Reference = null, BookingDetails? Booking = null)
    : IMoneyMoved
{
    Money IMoneyMoved.Change => Amount;
}
