using Orchestrix.Events;

namespace Bank.Accounts.Events;

/// <summary>No money moves from here on.</summary>
/// <param name="Reason">Why.</param>
[EventType("account.frozen", 1)]
public sealed record AccountFrozen(string Reason);
