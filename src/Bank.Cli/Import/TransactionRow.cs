namespace Bank.Cli.Import;

/// <summary>One checked row of a transaction file.</summary>
/// <param name="Line">The line of the file that it ends on, from 1; the header is line 1.</param>
/// <param name="TransactionId">Unique within its account; the command id is made from it.</param>
/// <param name="AccountId">The account, as the other bank names it.</param>
/// <param name="Date">The day on which the other bank booked it.</param>
/// <param name="Kind">Whether money came in or went out.</param>
/// <param name="Operation">How it moved, for example <c>cash-deposit</c>.</param>
/// <param name="Amount">How much; greater than zero.</param>
/// <param name="Balance">The balance after it, as the other bank recorded it.</param>
/// <param name="PartnerBank">The other side's bank; null if the field is empty.</param>
/// <param name="PartnerAccount">The other side's account; null if the field is empty.</param>
internal sealed record TransactionRow(
    long Line, string TransactionId, string AccountId, DateOnly Date, TransactionKind Kind, string Operation,
    decimal Amount, decimal Balance, string? PartnerBank, string? PartnerAccount)
{
    /// <summary>The operation that is credited as interest.</summary>
    public const string Interest = "interest";
}
