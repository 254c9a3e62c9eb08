using Bank.Contracts.Transfers;

namespace Bank.Partners;

/// <summary>One payment at a partner bank; the key is <c>{bank}/{payment id}</c>.</summary>
[Alias("bank.partner-payment")]
public interface IPartnerPaymentGrain : IGrainWithStringKey
{
    /// <summary>Decides about the payment once, and tells ever after what became of it.</summary>
    /// <exception cref="Orchestrix.Errors.CommandIdReusedException">It was another payment under this id.</exception>
    [Alias("pay")]
    Task<PaymentStatus> PayAsync(Payment payment);
}
