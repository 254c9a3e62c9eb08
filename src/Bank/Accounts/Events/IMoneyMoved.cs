using Bank.Contracts;

namespace Bank.Accounts.Events;

/// <summary>What every event that changes the balance tells.</summary>
public interface IMoneyMoved
{
    /// <summary>What the balance changes by: negative if money goes out.</summary>
    Money Change { get; }

    /// <summary>The balance after the event.</summary>
    Money Balance { get; }

    /// <summary>The text given with the booking.</summary>
    string? Reference { get; }

    /// <summary>What another system knew about it.</summary>
    BookingDetails? Booking { get; }
}
