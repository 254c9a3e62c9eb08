namespace Bank.Contracts.Transfers;

/// <summary>
/// The stable codes of what can be wrong with a transfer. A published code never changes its meaning.
/// </summary>
public static class TransferRefusals
{
    /// <summary>The account that pays is the one that receives.</summary>
    public const string ToItself = "transfer.to-itself";

    /// <summary>The partner bank has rejected the payment.</summary>
    public const string RejectedByPartner = "transfer.rejected-by-partner";
}
