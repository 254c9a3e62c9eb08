namespace Bank.Cli.Import;

/// <summary>What an import knows about one account. Used by one lane at a time.</summary>
/// <param name="originId">The account's id in the file.</param>
internal sealed class ImportedAccount(string originId)
{
    /// <summary>The account's id in the file.</summary>
    public string OriginId { get; } = originId;

    /// <summary>The account's id in this bank.</summary>
    public string Id { get; } = TransactionCommands.AccountId(originId);

    /// <summary>The balance of its last row; what the account should hold at the end.</summary>
    public decimal RecordedBalance { get; set; }

    /// <summary>Why nothing more is sent for this account; null while all is well.</summary>
    public RefusedRow? Refusal { get; set; }
}
