using Bank.Contracts;
using Orchestrix.Events;

namespace Bank.Partners.Events;

/// <summary>It was not made and never will be.</summary>
/// <param name="To">The account at the partner bank.</param>
/// <param name="Amount">How much.</param>
[EventType("payment.rejected", 1)]
public sealed record PaymentRejected(string To, Money Amount);
