namespace Bank.Cli.Chaos;

/// <summary>What the sender of a transfer knows about it.</summary>
internal enum TransferOutcome
{
    /// <summary>The bank has said that it will see it to its end.</summary>
    Acknowledged,

    /// <summary>The bank has said that it will not.</summary>
    Refused,

    /// <summary>No answer told: it may exist or not, once.</summary>
    Unknown,
}
