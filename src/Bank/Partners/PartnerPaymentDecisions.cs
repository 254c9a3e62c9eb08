using Bank.Contracts.Transfers;
using Bank.Partners.Events;
using Orchestrix.Aggregates;

namespace Bank.Partners;

/// <summary>The rules of a payment at a partner bank: it is decided once.</summary>
public static class PartnerPaymentDecisions
{
    /// <summary>Rejects, settles, or takes it on for later.</summary>
    public static Decision Make(
        PartnerPayment payment, MakePayment command, bool isRejected, TimeSpan settlesAfter, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(payment);
        ArgumentNullException.ThrowIfNull(command);
        var (to, amount) = (command.Payment.To, command.Payment.Amount);
        return payment.IsKnown ? Decision.NoChange
            : isRejected ? Decision.Accept(new PaymentRejected(to, amount))
            : settlesAfter == TimeSpan.Zero ? Decision.Accept(new PaymentSettled(to, amount))
            : Decision.Accept(new PaymentAccepted(to, amount, now + settlesAfter));
    }

    /// <summary>Settles what is pending and due.</summary>
    public static Decision Settle(PartnerPayment payment, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return payment is { IsKnown: true, Status: PaymentStatus.Pending } && payment.SettlesAt <= now
            ? Decision.Accept(new PaymentSettled(payment.To, payment.Amount))
            : Decision.NoChange;
    }
}
