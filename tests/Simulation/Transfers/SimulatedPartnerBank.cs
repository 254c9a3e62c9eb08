using Bank.Contracts.Transfers;
using Bank.Partners;
using Orchestrix.TestKit.Sagas;

namespace Orchestrix.Simulation.Transfers;

/// <summary>The bank's own partner bank, in memory: its decisions, and what goes wrong around them.</summary>
/// <param name="behavior">How it behaves.</param>
/// <param name="random">Chance of the run.</param>
/// <param name="time">The clock of the run.</param>
public sealed class SimulatedPartnerBank(PartnerBankBehavior behavior, Random random, TimeProvider time)
    : IPartnerBankGrain
{
    private readonly Dictionary<string, SimulatedAggregate<PartnerPayment>> _payments = new(StringComparer.Ordinal);
    private readonly PartnerBankFaults _faults = new(behavior, random, time);

    /// <summary>What it has paid out.</summary>
    public decimal Paid => _payments.Values
        .Where(static payment => payment.State is { IsKnown: true, Status: PaymentStatus.Settled })
        .Sum(static payment => payment.State.Amount.Amount);

    /// <summary>True if a payment was paid out.</summary>
    public bool HasSettled(string id) =>
        _payments.TryGetValue(id, out var payment)
        && payment.State is { IsKnown: true, Status: PaymentStatus.Settled };

    /// <inheritdoc/>
    public Task<PaymentStatus> PayAsync(Payment payment) => _faults.AroundAsync(() => MakeAsync(payment));

    private async Task<PaymentStatus> MakeAsync(Payment payment)
    {
        if (!_payments.TryGetValue(payment.Id, out var known))
            known = _payments[payment.Id] = new SimulatedAggregate<PartnerPayment>();
        var isRejected = random.NextDouble() < behavior.RejectionRate;
        await known.HandleAsync(
            new MakePayment(payment) { CommandId = payment.Id },
            (state, command) => PartnerPaymentDecisions.Make(
                state, command, isRejected, behavior.SettlesAfter, time.GetUtcNow()),
            static state => state.Status);
        var settled = await known.HandleAsync(
            new SettlePayment(),
            (state, _) => PartnerPaymentDecisions.Settle(state, time.GetUtcNow()),
            static state => state.Status);
        return settled.Reply;
    }
}
