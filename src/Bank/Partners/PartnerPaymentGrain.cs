using Bank.Contracts.Transfers;
using Microsoft.Extensions.Options;
using Orchestrix.Aggregates;
using Orchestrix.Tenants;

namespace Bank.Partners;

/// <summary>
/// A payment at a partner bank as a grain. Its stream is what the bank remembers of it, and it remembers for ever.
/// </summary>
[GrainType("partner-payment")]
public sealed class PartnerPaymentGrain(IOptions<PartnerBankOptions> options, TimeProvider time)
    : AggregateGrain<PartnerPayment>, IPartnerPaymentGrain
{
    /// <inheritdoc/>
    public async Task<PaymentStatus> PayAsync(Payment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var behavior = options.Value.Of(Bank);
        var isRejected = PartnerBankGrain.Draws(options.Value.Seed, Stream.Value).NextDouble() < behavior.RejectionRate;
        await HandleAsync(
            new MakePayment(payment) { CommandId = payment.Id },
            (state, command) => PartnerPaymentDecisions.Make(
                state, command, isRejected, behavior.SettlesAfter, time.GetUtcNow()),
            static state => state.Status);
        // The first answer to a payment that was pending is "pending" for ever; what it is by now is in the state.
        var settled = await HandleAsync(
            new SettlePayment(),
            (state, _) => PartnerPaymentDecisions.Settle(state, time.GetUtcNow()),
            static state => state.Status);
        return settled.Reply;
    }

    private string Bank => TenantKey.IdOf(this.GetPrimaryKeyString()).Split('/')[0];
}
