using Orchestrix.Events;

namespace Bank.Accounts.Events;

/// <summary>The account has ended, with a balance of zero.</summary>
[EventType("account.closed", 1)]
public sealed record AccountClosed;
