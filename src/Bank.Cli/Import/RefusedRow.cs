namespace Bank.Cli.Import;

/// <summary>A transaction that the bank refused for good. No later one of its account was sent.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="AccountId">The account's id in this bank.</param>
/// <param name="Code">The stable code of the refusal or error.</param>
/// <param name="Message">What the bank said.</param>
internal sealed record RefusedRow(long Line, string AccountId, string Code, string Message)
{
    /// <summary>For people.</summary>
    public override string ToString() =>
        $"Line {Line}: account {AccountId} refused the transaction: {Message} ({Code}) Nothing after it was sent for "
        + "this account.";
}
