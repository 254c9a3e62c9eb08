using Orchestrix.Events;

namespace Bank.Accounts.Events;

/// <summary>Money moves again.</summary>
[EventType("account.unfrozen", 1)]
public sealed record AccountUnfrozen;
