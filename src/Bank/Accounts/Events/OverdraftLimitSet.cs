using Bank.Contracts;
using Orchestrix.Events;

namespace Bank.Accounts.Events;

/// <summary>The balance may fall this far below zero from here on.</summary>
/// <param name="Limit">The new limit.</param>
[EventType("account.overdraft-limit-set", 1)]
public sealed record OverdraftLimitSet(Money Limit);
