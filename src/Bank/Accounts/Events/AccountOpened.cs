using Bank.Contracts;
using Orchestrix.Events;

namespace Bank.Accounts.Events;

/// <summary>The account exists from here on, with a balance of zero.</summary>
/// <param name="Owner">Who owns it.</param>
/// <param name="OverdraftLimit">How far the balance may fall below zero; its currency is that of the account.</param>
[EventType("account.opened", 1)]
public sealed record AccountOpened(string Owner, Money OverdraftLimit);
