using Bank.Contracts.Transfers;

namespace Orchestrix.Tests.Sagas;

/// <summary>A partner bank that takes its time, answers twice, and rejects what it does not like.</summary>
public sealed class SimulatedPartnerBank(Random random) : IPartnerBankGrain
{
    private readonly Dictionary<string, PaymentStatus> _payments = new(StringComparer.Ordinal);

    public decimal Received { get; private set; }

    public bool HasSettled(string id) => _payments.GetValueOrDefault(id) == PaymentStatus.Settled;

    public Task<PaymentStatus> PayAsync(Payment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var status = _payments.GetValueOrDefault(payment.Id);
        if (status == PaymentStatus.Pending)
        {
            status = random.NextDouble() switch
            {
                < 0.4 => PaymentStatus.Pending,
                < 0.8 => PaymentStatus.Settled,
                _ => PaymentStatus.Rejected,
            };
            if (status == PaymentStatus.Settled)
                Received += payment.Amount.Amount;
        }
        return Task.FromResult(_payments[payment.Id] = status);
    }
}
