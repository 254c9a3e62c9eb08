namespace Bank.Cli.Import;

/// <summary>What an import has done so far. Safe for concurrent use.</summary>
internal sealed class ImportCounters
{
    private long _accounts;
    private long _transactions;
    private long _duplicates;
    private long _retries;

    /// <summary>Accounts that the bank has answered for.</summary>
    public long Accounts => Interlocked.Read(ref _accounts);

    /// <summary>Transactions that the bank has accepted, now or in an earlier run.</summary>
    public long Transactions => Interlocked.Read(ref _transactions);

    /// <summary>Those of the <see cref="Transactions"/> that it had accepted before.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Commands sent again after a failure.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>All commands answered: one opens each account.</summary>
    public long Commands => Accounts + Transactions;

    public void CountAccount() => Interlocked.Increment(ref _accounts);

    public void CountTransaction(bool isDuplicate)
    {
        Interlocked.Increment(ref _transactions);
        if (isDuplicate)
            Interlocked.Increment(ref _duplicates);
    }

    public void CountRetry() => Interlocked.Increment(ref _retries);
}
