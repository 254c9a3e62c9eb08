namespace Bank.Cli.Import;

/// <summary>The direction of a transaction, as the file names it in lower case.</summary>
internal enum TransactionKind
{
    /// <summary>Money came in.</summary>
    Credit,

    /// <summary>Money went out.</summary>
    Debit,
}
