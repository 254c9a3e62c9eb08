namespace Bank.Cli.Import;

/// <summary>The columns of a transaction file, in the order that the header must have.</summary>
internal static class TransactionColumns
{
    public const int TransactionId = 0;
    public const int AccountId = 1;
    public const int Date = 2;
    public const int Kind = 3;
    public const int Operation = 4;
    public const int Amount = 5;
    public const int Balance = 6;
    public const int PartnerBank = 7;
    public const int PartnerAccount = 8;

    /// <summary>The names, as the header has them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "transaction_id", "account_id", "date", "kind", "operation", "amount", "balance",
        "partner_bank", "partner_account",
    ];
}
