namespace Bank.Contracts.Transfers;

/// <summary>What a partner bank says about a payment.</summary>
public enum PaymentStatus
{
    /// <summary>It has taken the payment on; ask again.</summary>
    Pending,

    /// <summary>The account there was credited.</summary>
    Settled,

    /// <summary>The payment was not made and never will be.</summary>
    Rejected,
}
