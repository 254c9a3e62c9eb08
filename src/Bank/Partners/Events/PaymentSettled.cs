using Bank.Contracts;
using Orchestrix.Events;

namespace Bank.Partners.Events;

/// <summary>The account there was credited.</summary>
/// <param name="To">The account at the partner bank.</param>
/// <param name="Amount">How much.</param>
[EventType("payment.settled", 1)]
public sealed record PaymentSettled(string To, Money Amount);
