namespace Bank.Cli.Chaos;

/// <summary>What the log adds up to.</summary>
/// <param name="Transfers">All that are in it.</param>
/// <param name="Held">What all accounts hold.</param>
/// <param name="MoneyDelta">What there is more than at the beginning; below zero, what is missing.</param>
/// <param name="Lost">Transfers that were acknowledged and are not in it.</param>
internal sealed record AuditResult(
    IReadOnlyList<AuditedTransfer> Transfers, decimal Held, decimal MoneyDelta, int Lost);
