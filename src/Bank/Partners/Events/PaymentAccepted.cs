using Bank.Contracts;
using Orchestrix.Events;

namespace Bank.Partners.Events;

/// <summary>It was taken on and settles later.</summary>
/// <param name="To">The account at the partner bank.</param>
/// <param name="Amount">How much.</param>
/// <param name="SettlesAt">When it settles.</param>
[EventType("payment.accepted", 1)]
public sealed record PaymentAccepted(string To, Money Amount, DateTimeOffset SettlesAt);
