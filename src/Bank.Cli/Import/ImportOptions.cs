namespace Bank.Cli.Import;

/// <summary>Limits of an import, and what it sends. The defaults suit one silo on two cores.</summary>
internal sealed record ImportOptions
{
    /// <summary>
    /// How far an imported account may fall below zero, in <see cref="Currency"/>. The other bank allowed what it
    /// recorded, and its history is not ours to refuse: far more than any account of the Berka data owes. It is the
    /// same on every run, because it is part of the command that opens the account.
    /// </summary>
    public const decimal OverdraftLimit = 100_000m;

    /// <summary>The currency of all accounts; the file does not name one.</summary>
    public const string Currency = "CZK";

    /// <summary>Default of <see cref="Concurrency"/>.</summary>
    public const int DefaultConcurrency = 128;

    /// <summary>Most accepted <see cref="Concurrency"/>.</summary>
    public const int MaxConcurrency = 4096;

    /// <summary>Most commands in flight, each of another account. Default <see cref="DefaultConcurrency"/>.</summary>
    public int Concurrency { get; init; } = DefaultConcurrency;

    /// <summary>Most rows that wait for one of the <see cref="Concurrency"/> senders. Default 64.</summary>
    public int RowsPerLane { get; init; } = 64;

    /// <summary>
    /// How far a balance may differ from the recorded one. Default 1.00: the bank rounded what it recorded, by at most
    /// 0.80 in sum on the accounts of the Berka data.
    /// </summary>
    public decimal Tolerance { get; init; } = 1.00m;

    /// <summary>When a command that could not be handled is sent again.</summary>
    public RetrySchedule Retry { get; init; } = new();
}
