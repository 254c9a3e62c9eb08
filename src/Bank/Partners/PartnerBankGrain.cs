using System.Security.Cryptography;
using System.Text;
using Bank.Contracts.Transfers;
using Microsoft.Extensions.Options;
using Orchestrix.Commands;
using Orchestrix.Tenants;
using Orleans.Concurrency;

namespace Bank.Partners;

/// <summary>
/// The door of another bank. It holds nothing that must not be lost: what became of a payment is in the stream of the
/// payment, and the door is where things go wrong. A slow answer keeps nobody else waiting.
/// </summary>
[GrainType("partner-bank"), Reentrant]
public sealed class PartnerBankGrain : Grain, IPartnerBankGrain
{
    private readonly PartnerBankFaults _faults;

    /// <summary>Made by the silo.</summary>
    public PartnerBankGrain(IGrainContext context, IOptions<PartnerBankOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        var bank = context.GrainId.Key.ToString()!;
        _faults = new PartnerBankFaults(options.Value.Of(bank), Draws(options.Value.Seed, bank), time);
    }

    /// <inheritdoc/>
    public Task<PaymentStatus> PayAsync(Payment payment)
    {
        ArgumentNullException.ThrowIfNull(payment);
        var made = GrainFactory.GetGrain<IPartnerPaymentGrain>(
            TenantKey.For(CallContext.Tenant, $"{this.GetPrimaryKeyString()}/{payment.Id}"));
        return _faults.AroundAsync(() => made.PayAsync(payment));
    }

    /// <summary>The same seed and name give the same draws in every process.</summary>
    // RS0030: the seed is a setting, given to repeat the draws; without one they are as random as anywhere.
#pragma warning disable RS0030
    internal static Random Draws(int? seed, string name) => seed is null
        ? Random.Shared
        : new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{name}"))));
#pragma warning restore RS0030
}
