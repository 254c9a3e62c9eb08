namespace Bank.Cli.Import;

/// <summary>An account that does not hold what the file says.</summary>
/// <param name="AccountId">The account's id in this bank.</param>
/// <param name="Expected">The balance of its last row.</param>
/// <param name="Actual">The balance that the bank answers; null if the account was never opened.</param>
internal sealed record BalanceMismatch(string AccountId, decimal Expected, decimal? Actual)
{
    /// <summary>For people. No balance is shown: they are on the account, for those who may see it.</summary>
    public override string ToString() => Actual is null
        ? $"Account {AccountId} was never opened."
        : $"Account {AccountId}: the balance differs from the recorded one by {Math.Abs(Actual.Value - Expected)}.";
}
