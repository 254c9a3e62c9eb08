namespace Bank.Contracts.Transfers;

/// <summary>Another bank; the key is its name.</summary>
[Alias("bank.partner-bank")]
public interface IPartnerBankGrain : IGrainWithStringKey
{
    /// <summary>Makes a payment, or says what became of it.</summary>
    [Alias("pay")]
    Task<PaymentStatus> PayAsync(Payment payment);
}
