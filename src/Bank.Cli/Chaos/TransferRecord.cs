namespace Bank.Cli.Chaos;

/// <summary>A transfer as its sender sees it.</summary>
/// <param name="Id">Its id, which is its idempotency key too.</param>
/// <param name="Outcome">What the sender knows.</param>
internal sealed record TransferRecord(string Id, TransferOutcome Outcome);
